import { decodeAbiParameters, hexToString, isHex, size, trim, type Address, type Hex } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Note } from '../finding.ts'
import type { Batches } from './batches.ts'

/** What is shown of a token's symbol. */
const MOST_CHARACTERS = 32
/** Selectors of `symbol()` and `decimals()`. */
const SYMBOL = '0x95d89b41'
const DECIMALS = '0x313ce567'

/** What a token says it is; where it does not say, its address and base units. */
export interface TokenNames {
  symbol: string
  decimals: number
}

/** Asks a token for its symbol and decimals at a block. @throws {ConnectionError} when the endpoint does not answer. */
export async function askToken(batches: Batches, asset: Address, block: Hex, note: Note): Promise<TokenNames> {
  const asked = ([SYMBOL, DECIMALS] as const).map((data) => call(batches, asset, data, block))
  const [symbolAnswer, decimalsAnswer] = await Promise.all(asked)
  const [symbol, decimals] = [symbolOf(symbolAnswer), decimalsOf(decimalsAnswer)]
  if (symbol === undefined || decimals === undefined) {
    const what = `The token ${asset} does not say its ${symbol === undefined ? 'symbol' : 'decimals'}: amounts are shown in base units where it is missing.`
    note({ grade: 'remark', rule: 'token', what, subject: asset })
  }
  return { symbol: symbol ?? `${asset.slice(0, 10)}...`, decimals: decimals ?? 0 }
}

async function call(batches: Batches, to: Address, data: Hex, block: Hex): Promise<Hex | undefined> {
  try {
    const [answer] = await batches.ask([{ method: 'eth_call', params: [{ to, data }, block] }])
    return isHex(answer) ? answer : undefined
  } catch (error) {
    if (error instanceof ConnectionError) throw error
    // It reverted.
    return undefined
  }
}

function symbolOf(answer: Hex | undefined): string | undefined {
  if (answer === undefined) return undefined
  const text = size(answer) === 32 ? bytes32(answer) : abiString(answer)
  return text === undefined || text === '' ? undefined : text.slice(0, MOST_CHARACTERS)
}

/** Old tokens have a bytes32. */
function bytes32(answer: Hex): string {
  return hexToString(trim(answer, { dir: 'right' }))
}

function abiString(answer: Hex): string | undefined {
  try {
    return decodeAbiParameters([{ type: 'string' }], answer)[0]
  } catch {
    return undefined
  }
}

function decimalsOf(answer: Hex | undefined): number | undefined {
  if (answer === undefined || size(answer) < 32) return undefined
  const decimals = BigInt(answer.slice(0, 66))
  return decimals <= 255n ? Number(decimals) : undefined
}
