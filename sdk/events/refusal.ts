import { BaseError } from 'viem'

/**
 * Why an endpoint did not answer a question for logs: `tooMuch` = ask for fewer blocks, `busy` = ask again later, `broken` = either may
 * help, `other` = neither does.
 */
export interface Refusal {
  kind: 'tooMuch' | 'busy' | 'broken' | 'other'
  /** How many blocks the endpoint says that it would answer for. */
  blocks?: bigint
  /** How long it wants to be left alone, in milliseconds. */
  waitMs?: number
}

/** Codes that say "slow down": HTTP 429 in a JSON-RPC answer, and QuickNode's limit of requests a second. */
const BUSY_CODES = new Set([429, -32007])
const BUSY = /rate.?limit|too many requests|requests? limit|per second|throughput|capacity|try again later|temporarily/
/**
 * What endpoints say of too wide a range or too long an answer, with codes -32005, -32000, -32602, -32603, -32600, -32012, -32016, -32614,
 * -32701, 35 and more: Alchemy, Ankr, Base, BlockPI, Chainstack, Cloudflare, dRPC, Erigon, Infura, QuickNode, Reth, Tenderly, thirdweb.
 */
const TOO_MUCH = new RegExp(
  [
    /block range|range limit|max(imum)? range|ranges? over|range (is )?too|range (allowed|of)|range exceed|(block|distance) limit/,
    /range \d+ exceeds|limited to|up to a|requested blocks|blocks? distance|too (wide|large|big|long|many (logs|results|blocks))/,
    /returned more than|more than \d+ (results|logs)|exceeds? max results|max(imum)? (logs|results)|response size|size exceed/,
    /timed? ?out|deadline|took too long|canceling statement|query duration|limit exceeded|narrow your filter|limit the query/,
  ]
    .map(({ source }) => source)
    .join('|'),
)
const BROKEN_STATUS = new Set([500, 502, 503, 504])

/** Reads an endpoint's refusal to give the logs of `span` blocks. */
export function refusalOf(error: unknown, span: bigint): Refusal {
  if (!(error instanceof BaseError)) return { kind: 'other' }
  const causes: unknown[] = []
  error.walk((cause) => (causes.push(cause), false))
  const text = causes.map(textOf).join(' ').toLowerCase()
  const codes = causes.map((cause) => numberOf(cause, 'code'))
  const status = causes.map((cause) => numberOf(cause, 'status')).find((one) => one !== undefined)
  const names = causes.map((cause) => (cause instanceof Error ? cause.name : ''))
  const waitMs = causes.map(retryAfter).find((one) => one !== undefined)
  const busy: Refusal = { kind: 'busy', ...(waitMs === undefined ? {} : { waitMs }) }
  if (status === 429 || codes.some((code) => code !== undefined && BUSY_CODES.has(code))) return busy
  if (status === 413 || names.includes('ResponseBodyTooLargeError') || names.includes('TimeoutError')) {
    return { kind: 'tooMuch' }
  }
  if (TOO_MUCH.test(text)) {
    const blocks = blocksIn(text, span)
    return { kind: 'tooMuch', ...(blocks === undefined ? {} : { blocks }) }
  }
  if (BUSY.test(text)) return busy
  if (status !== undefined && BROKEN_STATUS.has(status)) return { ...busy, kind: 'broken' }
  // No answer at all: the connection failed.
  return names.includes('HttpRequestError') && status === undefined ? busy : { kind: 'other' }
}

/** How many blocks a refusal says would do: a range in brackets or after "range", else the largest number that is fewer than asked for. */
function blocksIn(text: string, span: bigint): bigint | undefined {
  const [, from, to] =
    /\[(0x[0-9a-f]+), ?(0x[0-9a-f]+)\]/.exec(text) ?? /range (\d+)-(\d+)/.exec(text) ?? ([] as undefined[])
  if (from !== undefined && to !== undefined) {
    const blocks = BigInt(to) - BigInt(from) + 1n
    return blocks > 0n && blocks < span ? blocks : undefined
  }
  if (!/block|range/.test(text)) return undefined
  const numbers = [...text.matchAll(/\b(\d[\d,]*)(k?)\b/g)].map(
    ([, digits = '', thousands]) => BigInt(digits.replaceAll(',', '')) * (thousands === 'k' ? 1000n : 1n),
  )
  const fewer = numbers.filter((number) => number > 0n && number < span)
  return fewer.length === 0 ? undefined : fewer.reduce((a, b) => (a > b ? a : b))
}

/** What a cause says, without the request that it repeats: that holds block numbers and the word "range" of no refusal. */
function textOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return ''
  const data = 'data' in cause ? cause.data : undefined
  const details = 'details' in cause ? cause.details : undefined
  return [details, data].map((one) => (typeof one === 'string' ? one : JSON.stringify(one ?? ''))).join(' ')
}

function numberOf(cause: unknown, field: 'code' | 'status'): number | undefined {
  if (typeof cause !== 'object' || cause === null || !(field in cause)) return undefined
  const value = (cause as Record<typeof field, unknown>)[field]
  return typeof value === 'number' ? value : undefined
}

function retryAfter(cause: unknown): number | undefined {
  if (typeof cause !== 'object' || cause === null || !('headers' in cause)) return undefined
  if (!(cause.headers instanceof Headers)) return undefined
  const seconds = Number(cause.headers.get('Retry-After') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : undefined
}
