import type { Hex } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Config } from '../config/config.ts'
import { reasonOf, type Endpoint } from './endpoint.ts'

/** A block, by its header. The time is in unix seconds. */
export interface Header {
  number: bigint
  hash: Hex
  timestamp: bigint
}

interface Answer {
  endpoint: Endpoint
  header: Header
}

/** An endpoint this many blocks before or behind the others is not merely slow. */
const MOST_APART = 64n

/**
 * The newest block that counts by two endpoints (by the one, where only one is configured), and those that agree on its hash. Endpoints
 * that fail, contradict or are far from the others are noted as failed.
 * @throws {ConnectionError} when no two agree.
 */
export async function agree(
  endpoints: readonly Endpoint[],
  confirmations: Config['chain']['confirmations'],
  needed: number,
): Promise<{ header: Header; agreed: Endpoint[] }> {
  const heads = await askAll(endpoints, (endpoint) => confirmedBy(endpoint, confirmations))
  heads.sort((a, b) => Number(b.header.number - a.header.number))
  for (const number of new Set(heads.slice(needed - 1).map(({ header }) => header.number))) {
    const voters = heads.filter((one) => one.header.number >= number)
    const votes = await askAll(
      voters.map(({ endpoint }) => endpoint),
      (endpoint) =>
        voters.find((one) => one.endpoint === endpoint && one.header.number === number)?.header ??
        headerAt(endpoint, number),
    )
    const found = largestGroup(votes)
    if (found.length < needed || found[0] === undefined) continue
    const agreed = found.map(({ endpoint }) => endpoint)
    for (const { endpoint } of votes.filter((one) => !found.includes(one))) {
      endpoint.failed('contradicts the other endpoints')
    }
    for (const one of heads) {
      const apart = one.header.number - number
      if (apart > MOST_APART || apart < -MOST_APART) one.endpoint.failed(`is ${apart} blocks from the others`)
      else if (agreed.includes(one.endpoint)) one.endpoint.succeeded()
    }
    return { header: found[0].header, agreed }
  }
  for (const { endpoint } of heads) endpoint.failed('no other endpoint agrees')
  throw new ConnectionError(
    `Of ${endpoints.length} RPC endpoints, ${heads.length} answered and no ${needed} agree on a confirmed block.`,
    undefined,
    'Check the endpoints in chain.rpc.',
  )
}

/** The block with a number by an endpoint. @throws {ConnectionError} when it has none. */
export async function headerAt(endpoint: Endpoint, blockNumber: bigint): Promise<Header> {
  const header = await endpoint.client.getBlock({ blockNumber })
  if (header.number !== blockNumber) throw new ConnectionError('The endpoint gave another block than asked for.')
  return header
}

async function confirmedBy(endpoint: Endpoint, confirmations: Config['chain']['confirmations']): Promise<Header> {
  if (typeof confirmations === 'string') return placed(await endpoint.client.getBlock({ blockTag: confirmations }))
  const latest = placed(await endpoint.client.getBlock({ blockTag: 'latest' }))
  if (confirmations === 0) return latest
  const number = latest.number - BigInt(confirmations)
  return headerAt(endpoint, number < 0n ? 0n : number)
}

function placed(block: { number: bigint | null; hash: Hex | null; timestamp: bigint }): Header {
  const { number, hash, timestamp } = block
  if (number === null || hash === null) throw new ConnectionError('The endpoint gave a block without a place.')
  return { number, hash, timestamp }
}

/** Asks all at the same time; who fails is noted and left out. */
async function askAll(
  endpoints: readonly Endpoint[],
  ask: (endpoint: Endpoint) => Header | Promise<Header>,
): Promise<Answer[]> {
  const answers = await Promise.all(
    endpoints.map(async (endpoint) => {
      try {
        const { number, hash, timestamp } = await ask(endpoint)
        return [{ endpoint, header: { number, hash, timestamp } }]
      } catch (error) {
        endpoint.failed(reasonOf(error))
        return []
      }
    }),
  )
  return answers.flat()
}

/** Those that say the same, where most do; of two such groups the one with the first endpoint. */
function largestGroup(votes: readonly Answer[]): Answer[] {
  const groups = new Map<string, Answer[]>()
  for (const vote of votes) {
    const key = `${vote.header.hash.toLowerCase()} ${vote.header.timestamp}`
    groups.set(key, [...(groups.get(key) ?? []), vote])
  }
  return [...groups.values()].reduce((a, b) => (b.length > a.length ? b : a), [])
}
