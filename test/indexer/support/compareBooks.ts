/** An index beside the auditor's books: every figure, claim, observation, payment, pledge, share and debt. */
import { expect } from 'chai'
import { zeroAddress, type Address } from 'viem'
import type { Kept } from '../../audit/support/keep.ts'
import type { Entry, Subject } from '../../../audit/history.ts'
import { pledgeOf } from '../../../audit/model/pledgeOf.ts'
import type { ClaimState } from '../../../audit/model/state.ts'
import { verdictOf } from '../../../audit/model/verdicts.ts'
import { ranksOf } from '../../../indexer/derive/figures.ts'
import type { Index } from '../../../indexer/store/openIndex.ts'
import type { ClaimsTable } from '../../../indexer/store/tables.ts'

/** Fails where an index has anything else of an escrow than the auditor's books. */
export async function compareBooks(
  index: Index,
  { escrow, terms }: Pick<Subject, 'escrow' | 'terms'>,
  { state, payments }: Kept,
  entries: readonly Entry[],
): Promise<void> {
  const row = await index.selectFrom('escrows').selectAll().where('escrow', '=', escrow).executeTakeFirstOrThrow()
  const { pledged, supply, progress, paid, held, returned, collected, refunded, feesIn, openFees } = state
  expect({
    pledged: BigInt(row.pledged),
    supply: BigInt(row.supply),
    progress: BigInt(row.progress),
    paid: BigInt(row.paid),
    held: BigInt(row.held),
    returned: BigInt(row.returned),
    refundable: BigInt(row.refundable),
    collected: BigInt(row.collected),
    refunded: BigInt(row.refunded),
    feesIn: BigInt(row.feesIn),
    openFees: BigInt(row.openFees),
    passed: row.passed === 1,
    lastCallEnd: BigInt(row.lastCallEnd),
    filed: row.filed,
    settled: row.settled,
    ranks: ranksOf(row.ranks),
  }).to.deep.equal({
    ...{ pledged, supply, progress, paid, held, returned, refundable: pledged - paid + returned },
    ...{ collected, refunded, feesIn, openFees, passed: state.passed, lastCallEnd: state.lastCallEnd },
    filed: state.docket.length,
    settled: state.settled,
    ranks: state.ranks.map(({ score, index: place }) => ({ score, place })),
  })
  const holders = await index.selectFrom('holders').selectAll().where('escrow', '=', escrow).execute()
  expect(new Map(holders.map(({ account, shares }) => [account, BigInt(shares)])), 'shares').to.deep.equal(state.shares)
  const owed = await index.selectFrom('owed').selectAll().where('escrow', '=', escrow).execute()
  expect(new Map(owed.map(({ account, amount }) => [account, BigInt(amount)])), 'owed').to.deep.equal(state.owed)

  const claims = await index.selectFrom('claims').selectAll().where('escrow', '=', escrow).execute()
  expect(new Set(claims.map(({ claim }) => claim)), 'claims').to.deep.equal(new Set(state.claims.keys()))
  for (const claim of claims) compareClaim(claim, state.claims.get(claim.claim)!, terms.quorum)
  await compareObservations(index, escrow, state.claims)
  await compareTransfers(index, escrow, entries)

  const paidOut = await index
    .selectFrom('payments')
    .selectAll()
    .where('escrow', '=', escrow)
    .orderBy('block')
    .orderBy('logIndex')
    .orderBy('part')
    .execute()
  expect(
    paidOut.map(({ kind, account, to, amount, shares, claim, block, logIndex, at, transaction }) => ({
      ...{ kind, account, to, amount: BigInt(amount), claim, block, logIndex, at, transaction },
      shares: shares === null ? null : BigInt(shares),
    })),
    'payments',
  ).to.deep.equal(
    payments.map(({ kind, account, to, amount, shares, claim, place }) => ({
      ...{ kind, account, to: to ?? null, amount, claim: claim ?? null, ...placeOf(place) },
      shares: shares ?? null,
    })),
  )
  const pledges = await index
    .selectFrom('pledges')
    .selectAll()
    .where('escrow', '=', escrow)
    .orderBy('block')
    .orderBy('logIndex')
    .execute()
  expect(
    pledges.map(({ sender, account, amount, block, logIndex, at, transaction }) => ({
      ...{ sender, account, amount: BigInt(amount), block, logIndex, at, transaction },
    })),
    'pledges',
  ).to.deep.equal(
    entries.flatMap((entry) => {
      const pledge = pledgeOf(entry)
      if (pledge === undefined) return []
      return [{ sender: pledge.from, account: pledge.account, amount: pledge.amount, ...placeOf(pledge.place) }]
    }),
  )
}

/** Every move of shares between two accounts, as the events themselves say. */
async function compareTransfers(index: Index, escrow: Address, entries: readonly Entry[]): Promise<void> {
  const rows = await index
    .selectFrom('transfers')
    .selectAll()
    .where('escrow', '=', escrow)
    .orderBy('block')
    .orderBy('logIndex')
    .execute()
  expect(
    rows.map(({ from, to, shares, block, logIndex, at, transaction }) => ({
      ...{ from, to, shares: BigInt(shares), block, logIndex, at, transaction },
    })),
    'transfers',
  ).to.deep.equal(
    entries.flatMap((entry) => {
      if (entry.eventName !== 'Transfer') return []
      const { from, to, value: shares } = entry.args
      const isMove = from !== zeroAddress && to !== zeroAddress && from !== to && shares > 0n
      return isMove ? [{ from, to, shares, ...placeOf(entry) }] : []
    }),
  )
}

function placeOf(place: ClaimState['filed']) {
  const { blockNumber, logIndex, timestamp, transactionHash } = place
  return { block: Number(blockNumber), logIndex, at: Number(timestamp), transaction: transactionHash }
}

function compareClaim(row: ClaimsTable, state: ClaimState, quorum: bigint): void {
  const { challenged, ruled, settled, filed } = state
  const { target, index: place, solver, payee, commitment, uri, paid, held } = state
  const fixed = { target, place, solver, payee, commitment, uri }
  expect({
    target: row.target,
    place: row.place,
    solver: row.solver,
    payee: row.payee,
    commitment: row.commitment,
    uri: row.uri,
    filed: { block: row.block, logIndex: row.logIndex, at: row.filedAt, transaction: row.transaction },
    observedAt: BigInt(row.observedAt),
    observed: row.observed,
    tally: (JSON.parse(row.tally) as string[]).map(BigInt),
    highest: BigInt(row.highest),
    verdict: BigInt(row.verdict),
    challenged: [row.challengedAt, row.challenger, row.challengeGrounds, row.challengeTransaction],
    ruled: [row.ruledAt, row.ruling, row.rulingGrounds, row.rulingTransaction],
    settled: [row.settledAt, row.settledTransaction, row.progressFrom, row.progressTo],
    paid: BigInt(row.paid),
    held: BigInt(row.held),
    paidAt: BigInt(row.paidAt),
    breaks: [row.breaksFiled, row.breaksSettled],
  }).to.deep.equal({
    ...fixed,
    filed: placeOf(filed),
    observedAt: state.observedAt,
    observed: state.observations.length,
    tally: state.tally,
    highest: state.tally[0] ?? 0n,
    verdict: settled?.verdict ?? verdictOf(state, quorum),
    challenged:
      challenged === undefined
        ? [0, null, null, null]
        : [Number(challenged.place.timestamp), challenged.by, challenged.grounds, challenged.place.transactionHash],
    ruled:
      ruled === undefined
        ? [0, null, null, null]
        : [Number(ruled.place.timestamp), `${ruled.measurement}`, ruled.grounds, ruled.place.transactionHash],
    settled:
      settled === undefined
        ? [0, null, null, null]
        : [Number(settled.place.timestamp), settled.place.transactionHash, `${settled.from}`, `${settled.to}`],
    ...{ paid, held, paidAt: state.paidAt },
    breaks: [state.breaks.length, state.breaksSettled],
  })
}

async function compareObservations(
  index: Index,
  escrow: Subject['escrow'],
  claims: ReadonlyMap<string, ClaimState>,
): Promise<void> {
  const rows = await index.selectFrom('observations').selectAll().where('escrow', '=', escrow).execute()
  const key = ({ block, logIndex }: { block: number; logIndex: number }) => `${block} ${logIndex}`
  const actual = rows.map(({ claim, member, seat, measurement, report, signature, ...where }) => {
    const { block, logIndex, at, transaction } = where
    return { claim, member, seat, measurement, report, signature, block, logIndex, at, transaction }
  })
  const expected = [...claims.values()].flatMap(({ key: claim, observations }) =>
    observations.map(({ member, seat, measurement, report, signature, place }) => ({
      ...{ claim, member, seat, measurement: `${measurement}`, report, signature, ...placeOf(place) },
    })),
  )
  const inOrder = <T extends { block: number; logIndex: number }>(all: T[]) =>
    all.sort((a, b) => (key(a) < key(b) ? -1 : 1))
  expect(inOrder(actual), 'observations').to.deep.equal(inOrder(expected))
}
