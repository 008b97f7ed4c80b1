import { getAddress, hexToString, isAddressEqual, keccak256, type Address, type PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { LodestoneEvent } from '../../sdk/events/event.ts'
import { getEvents } from '../../sdk/events/getEvents.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'
import { escrowAddress, termsOfCode } from '../../sdk/model/escrowAddress.ts'
import { packTerms } from '../../sdk/model/termsCode.ts'
import type { Header } from '../chain/agree.ts'
import type { Config } from '../config/config.ts'
import type { EscrowsTable } from '../store/tables.ts'
import { sameHeader, type Position } from './history.ts'

/** The events that a claim is followed by. */
const NAMES = ['Filed', 'Observed', 'Settled', 'BreakSettled'] as const
export type ClaimEvent = LodestoneEvent<(typeof NAMES)[number]>

/** How many addresses one question for logs may hold. */
const MOST_ADDRESSES = 100
/** How many questions for code are open at the same time. */
const MOST_AT_ONCE = 20

/** What some blocks say about the escrows of one member. */
export interface Stretch {
  /** The last block of it. */
  end: Header
  /** Escrows with the member in their panel that were created in it. */
  escrows: EscrowsTable[]
  /** In the order of the chain. */
  events: ClaimEvent[]
  /** The time of each block with an event, in unix seconds. */
  times: ReadonlyMap<bigint, number>
}

/** Which blocks are read, for whom. */
interface Wanted {
  deployment: Deployment
  member: Address
  /** Whether escrows are followed once the member has accepted them, or all that name it in their panel. */
  follow: Config['escrows']
  /** The escrows that are known already. */
  known: readonly Address[]
  /** Where reading ended the last time. */
  after: Position
  to: bigint
}

/**
 * Reads the blocks after a position up to another one, by two endpoints.
 * @returns undefined where the block at the position is no longer the one that it was.
 * @throws {ConnectionError} when the two do not give the same, or the chain changed meanwhile.
 */
export async function readStretch(
  client: PublicClient,
  witness: PublicClient,
  { deployment, member, follow, known, after, to }: Wanted,
): Promise<Stretch | undefined> {
  const end = await sameHeader(client, witness, to)
  if (after.hash !== undefined && (await sameHeader(client, witness, after.number)).hash !== after.hash)
    return undefined
  const range = { fromBlock: after.number + 1n, toBlock: to, witness }
  const created =
    follow === 'any'
      ? await collect(getEvents(client, { ...range, address: deployment.factory, events: ['Created'] }))
      : await acceptedIn(client, { deployment, member, known, range })
  const escrows = await escrowsOf(client, deployment, member, created)
  const events: ClaimEvent[] = []
  for (let i = 0; i < known.length; i += MOST_ADDRESSES) {
    const address = known.slice(i, i + MOST_ADDRESSES)
    events.push(...(await collect(getEvents(client, { ...range, address, events: NAMES }))))
  }
  for (const { escrow: address, createdBlock } of escrows) {
    if (known.includes(address)) continue
    // A claim can be filed in the block that creates its escrow, and long before a member accepts it.
    const fromBlock = BigInt(createdBlock)
    events.push(...(await collect(getEvents(client, { ...range, fromBlock, address, events: NAMES }))))
  }
  events.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
  const times = new Map<bigint, number>()
  for (const { blockNumber, blockHash } of events) {
    if (times.has(blockNumber)) continue
    const { hash, timestamp } = await sameHeader(client, witness, blockNumber)
    if (hash !== blockHash) throw changed()
    times.set(blockNumber, Number(timestamp))
  }
  if ((await sameHeader(client, witness, to)).hash !== end.hash) throw changed()
  return { end, escrows, events, times }
}

/** How the escrows were created that the member accepted in these blocks. What others create costs nothing here. */
async function acceptedIn(
  client: PublicClient,
  {
    deployment,
    member,
    known,
    range,
  }: Pick<Wanted, 'deployment' | 'member' | 'known'> & {
    range: { fromBlock: bigint; toBlock: bigint; witness: PublicClient }
  },
): Promise<LodestoneEvent<'Created'>[]> {
  const { directory, factory, block } = deployment
  const accepted = await collect(
    getEvents(client, { ...range, address: directory, events: ['Accepted'], args: { member } }),
  )
  const created: LodestoneEvent<'Created'>[] = []
  for (const { args } of accepted) {
    if (known.includes(getAddress(args.escrow))) continue
    const { escrow } = args
    const query = {
      ...range,
      fromBlock: BigInt(block),
      address: factory,
      events: ['Created'],
      args: { escrow },
    } as const
    created.push(...(await collect(getEvents(client, query))))
  }
  return created
}

/** Of what was created, the escrows with the member in their panel, proved by their address. */
async function escrowsOf(
  client: PublicClient,
  deployment: Deployment,
  member: Address,
  created: readonly LodestoneEvent<'Created'>[],
): Promise<EscrowsTable[]> {
  const found: EscrowsTable[] = []
  for (let i = 0; i < created.length; i += MOST_AT_ONCE) {
    const some = await Promise.all(
      created.slice(i, i + MOST_AT_ONCE).map(async ({ args, blockNumber }): Promise<EscrowsTable[]> => {
        const escrow = getAddress(args.escrow)
        const terms = termsOfCode((await client.getCode({ address: escrow })) ?? '0x')
        const genuine =
          isAddressEqual(escrowAddress(deployment, terms), escrow) && keccak256(args.document) === terms.outcome
        if (!genuine) throw new ConnectionError(`The endpoint gave an escrow ${escrow} that is not the factory's.`)
        const seat = terms.panel.findIndex((one) => isAddressEqual(one, member))
        if (seat < 0) return []
        const document = plain(hexToString(args.document))
        return [{ escrow, document, code: packTerms(terms), seat, createdBlock: Number(blockNumber) }]
      }),
    )
    found.push(...some.flat())
  }
  return found
}

async function collect<T>(all: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const one of all) list.push(one)
  return list
}

/** Text that any database takes: creators and solvers may write a NUL. */
export function plain(text: string): string {
  return text.replaceAll('\0', '\uFFFD')
}

function changed(): ConnectionError {
  return new ConnectionError('The chain was reorganised while it was read.', undefined, 'It is read again.')
}
