import {
  decodeFunctionData,
  getAbiItem,
  isAddressEqual,
  parseAbi,
  toFunctionSelector,
  type Address,
  type Hex,
} from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'

/** Calls to `observe` lie this deep in batches at most: an account's, of a batch, of batches. */
const DEEPEST = 4

const OBSERVE = [getAbiItem({ abi: escrowAbi, name: 'observe' })]

/** How other contracts are asked to make calls: Multicall 1 to 3, and a Safe. */
const BATCHES = parseAbi([
  'function aggregate((address target, bytes callData)[] calls)',
  'function blockAndAggregate((address target, bytes callData)[] calls)',
  'function tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls)',
  'function tryBlockAndAggregate(bool requireSuccess, (address target, bytes callData)[] calls)',
  'function aggregate3((address target, bool allowFailure, bytes callData)[] calls)',
  'function aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)',
])

const SELECTORS = new Set(BATCHES.map((item): string => toFunctionSelector(item)))

/** An observation in the input of a transaction, as it was submitted. */
export interface Submitted {
  claim: Hex
  seat: bigint
  measurement: bigint
  report: Hex
  signature: Hex
}

/** All observations that a call to `to` with `input` submits to `escrow`, directly or in a batch of a known form. */
export function observationsIn(escrow: Address, to: Address, input: Hex, depth = 0): Submitted[] {
  if (isAddressEqual(to, escrow)) {
    const call = decoded(() => decodeFunctionData({ abi: OBSERVE, data: input }))
    if (call === undefined) return []
    const [claim, observations] = call.args
    return observations.map((observation) => ({ claim, ...observation }))
  }
  if (depth === DEEPEST) return []
  return callsIn(input).flatMap((call) => observationsIn(escrow, call.target, call.callData, depth + 1))
}

function callsIn(input: Hex): readonly { target: Address; callData: Hex }[] {
  // Most calls are of other functions, and to throw and catch an error takes long.
  if (!SELECTORS.has(input.slice(0, 10))) return []
  const batch = decoded(() => decodeFunctionData({ abi: BATCHES, data: input }))
  if (batch === undefined) return []
  switch (batch.functionName) {
    case 'execTransaction':
      return [{ target: batch.args[0], callData: batch.args[2] }]
    case 'tryAggregate':
    case 'tryBlockAndAggregate':
      return batch.args[1]
    default:
      return batch.args[0]
  }
}

/** Undefined where the input is no such call, or not well formed. */
function decoded<T>(decode: () => T): T | undefined {
  try {
    return decode()
  } catch {
    return undefined
  }
}
