import { BaseError, decodeErrorResult, HttpRequestError, isHex, type Abi, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { escrowFactoryAbi } from '../abi/escrowFactory.ts'
import { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'
import { pledgeRouterAbi } from '../abi/pledgeRouter.ts'
import { formatMoment } from '../model/duration.ts'
import { PHASES } from '../model/phaseNames.ts'
import { ConnectionError } from './ConnectionError.ts'
import { EXPLANATIONS, type Explanation } from './explanations.ts'
import { RevertError } from './RevertError.ts'

const ERRORS: Abi = [...escrowAbi, ...escrowFactoryAbi, ...pledgeRouterAbi, ...operatorDirectoryAbi].filter(
  (entry) => entry.type === 'error',
)
const MOMENTS = new Set(['endedAt', 'deadline', 'pledgeBy', 'now_', 'claimBy', 'earliest', 'latest', 'time'])
const SEEN_AS_PHASE = new Set(['actual', 'needed'])

/**
 * Turns what a viem call threw into an error that says what happened and what to do: `RevertError` for a revert, `ConnectionError`
 * when the endpoint could not be asked; anything else is returned as it is.
 */
export function explainRevert(error: unknown): unknown {
  if (!(error instanceof BaseError)) return error
  const connection = error.walk((cause) => cause instanceof HttpRequestError || hasName(cause, 'TimeoutError'))
  if (connection !== null) return new ConnectionError('The chain could not be asked.', error)
  const data = revertData(error)
  if (data !== undefined) return explainRevertData(data, error)
  if (error.walk((cause) => hasName(cause, 'AbiDecodingZeroDataError')) !== null) {
    return new RevertError('unknown', 'There is no such contract.', 'Check the address and the chain.', {}, error)
  }
  if (error.walk((cause) => hasName(cause, 'InsufficientFundsError')) !== null) {
    const toDo = "Send it some of the chain's own currency."
    return new RevertError('InsufficientFunds', 'The account cannot pay for gas.', toDo, {}, error)
  }
  const reverted = error.walk((cause) => hasName(cause, 'ExecutionRevertedError'))
  return reverted === null
    ? error
    : new RevertError(
        'unknown',
        'The call reverted without a reason.',
        'Check the address and the arguments.',
        {},
        error,
      )
}

/** The same for the raw data of a revert. */
export function explainRevertData(data: Hex, cause?: unknown): RevertError {
  const decoded = decode(data)
  if (decoded === undefined) {
    const what =
      data === '0x'
        ? 'The call reverted without a reason.'
        : `The call reverted with the unknown error ${data.slice(0, 10)}.`
    return new RevertError(
      'unknown',
      what,
      'Check the address: it may not be an escrow, or the token has a rule of its own.',
      { data },
      cause,
    )
  }
  const { name, values } = decoded
  const explanation: Explanation | undefined = Object.hasOwn(EXPLANATIONS, name)
    ? (EXPLANATIONS as Readonly<Record<string, Explanation>>)[name]
    : undefined
  if (explanation === undefined) {
    return new RevertError(name, `The call reverted: ${Object.values(values).join(', ')}.`, '', values, cause)
  }
  return new RevertError(name, fill(explanation.what, values), fill(explanation.toDo, values), values, cause)
}

function decode(data: Hex): { name: string; values: Record<string, unknown> } | undefined {
  try {
    // viem adds Error(string) and Panic(uint256) itself.
    const { errorName, args = [], abiItem } = decodeErrorResult({ abi: ERRORS, data })
    const inputs = 'inputs' in abiItem ? abiItem.inputs : []
    const values = Object.fromEntries(inputs.map((input, i) => [input.name ?? `${i}`, args[i]]))
    return { name: errorName, values }
  } catch {
    return undefined
  }
}

function fill(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => show(name, values[name]))
}

function show(name: string, value: unknown): string {
  if (MOMENTS.has(name) && typeof value === 'bigint' && value < 2n ** 40n) return formatMoment(value)
  if (SEEN_AS_PHASE.has(name)) return PHASES[Number(value)] ?? String(value)
  return String(value)
}

/** The data of the revert, wherever the chain of causes carries it. */
function revertData(error: BaseError): Hex | undefined {
  let found: Hex | undefined
  error.walk((cause) => {
    if (typeof cause !== 'object' || cause === null || !('data' in cause)) return false
    const { data } = cause
    const inner = typeof data === 'object' && data !== null && 'data' in data ? data.data : data
    if (isHex(inner)) found ??= inner
    return found !== undefined
  })
  return found
}

function hasName(cause: unknown, name: string): boolean {
  return cause instanceof Error && cause.name === name
}
