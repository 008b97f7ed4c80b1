import { toEventSelector, type Address } from 'viem'
import type { Subject } from '../history.ts'
import type { Cache, StreamOf, Stretch } from './cache.ts'
import { planGroups } from './plan.ts'
import { topicOf, type Job } from './readStream.ts'

const TRANSFER = toEventSelector('Transfer(address,address,uint256)')

/** What an audit needs of a stream. */
export interface Needed {
  of: StreamOf
  stretch: Stretch
}

/** What is missing of the streams of escrows, in rows that can be read side by side; and what is needed of them. */
export function escrowJobs(
  cache: Cache,
  subjects: readonly Subject[],
  whole: Stretch,
): { rows: Job[][]; needed: Needed[] } {
  const needed = subjects.flatMap((subject) => neededOf(subject, whole))
  const byAsset = new Map<Address, Set<string>>()
  for (const { escrow, terms } of subjects) {
    const owners = byAsset.get(terms.asset) ?? new Set()
    byAsset.set(terms.asset, owners.add(escrow.toLowerCase()))
  }
  const own = planned(cache, needed, ({ stream }) => stream === 'own').map(({ owners, stretch }): Job => ({
    stream: 'own',
    filter: { address: owners, topics: [] },
    owners,
    stretch,
  }))
  const transfers = (stream: 'out' | 'in'): Job[] =>
    [...byAsset].flatMap(([asset, some]) =>
      planned(cache, needed, (of) => of.stream === stream && some.has(of.owner)).map(({ owners, stretch }): Job => {
        const parties = owners.map(topicOf)
        const topics = stream === 'out' ? [TRANSFER, parties] : [TRANSFER, null, parties]
        return { stream, filter: { address: asset, topics }, owners, stretch }
      }),
    )
  return { rows: [own, transfers('out'), transfers('in')], needed }
}

/** The streams that an escrow has; transfers of an asset that is the escrow itself are its own logs. */
export function streamsOf({ escrow, terms }: Subject): StreamOf[] {
  const owner = escrow.toLowerCase()
  const own: StreamOf = { owner, stream: 'own' }
  return terms.asset === escrow ? [own] : [own, { owner, stream: 'out' }, { owner, stream: 'in' }]
}

/** An escrow emits nothing before it is created; tokens can come to its address. */
function neededOf(subject: Subject, whole: Stretch): Needed[] {
  const created = subject.created === undefined ? whole.from : Number(subject.created.blockNumber)
  return streamsOf(subject).map((of) => ({
    of,
    stretch: of.stream === 'own' ? { ...whole, from: created } : whole,
  }))
}

function planned(
  cache: Cache,
  needed: readonly Needed[],
  which: (of: StreamOf) => boolean,
): { owners: Address[]; stretch: Stretch }[] {
  const missing = new Map<string, Stretch[]>()
  const fresh = new Set<string>()
  for (const { of, stretch } of needed) {
    if (!which(of)) continue
    missing.set(of.owner, cache.gaps(of, stretch))
    if (cache.isFresh(of)) fresh.add(of.owner)
  }
  return planGroups(missing, fresh).map(({ owners, stretch }) => ({ owners: owners as Address[], stretch }))
}
