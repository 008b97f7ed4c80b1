import type { Address } from 'viem'
import * as z from 'zod'
import { operatorRow, type OperatorRow } from '../answers.ts'
import { termsOfAll, type Context } from '../context.ts'
import { address, listQuery, optionalAddress } from '../fields.ts'
import { limitOf, pageOf, valuesOf } from '../page.ts'
import { listRoute, nothing } from '../route.ts'
import { phaseOf } from '../show.ts'

export const operatorsRoute = listRoute({
  path: '/v1/operators',
  summary:
    'Members of panels, and who published in the directory, by address. Observations that were signed and never submitted, two of one claim among them, leave no log: the auditor finds those.',
  params: nothing,
  query: z.strictObject({ account: optionalAddress, ...listQuery }),
  row: operatorRow,
  get: async (context, { query: asked }) => {
    const limit = limitOf(asked)
    const after = valuesOf(asked.cursor, 'operators', z.tuple([address]))
    const all = await operatorsOf(context)
    const rows = all.filter((row) => {
      if (asked.account !== undefined && row.address !== asked.account) return false
      return after === undefined || row.address > after[0]
    })
    return pageOf(
      rows.slice(0, limit + 1),
      limit,
      'operators',
      (row) => row,
      (row) => [row.address],
    )
  },
})

/** Reckoned once for each block. */
function operatorsOf(context: Context): Promise<readonly OperatorRow[]> {
  const of = context.cursor?.hash ?? ''
  const known = context.cache.operators
  if (known?.of === of) return known.rows
  const rows = reckon(context)
  context.cache.operators = { of, rows }
  rows.catch(() => {
    context.cache.operators = undefined
  })
  return rows
}

async function reckon(context: Context): Promise<OperatorRow[]> {
  const { index, now } = context
  const members = await index.selectFrom('members').select(['escrow', 'member']).execute()
  const published = await index.selectFrom('operators').selectAll().execute()
  const accepted = await index.selectFrom('acceptances').select(['member', 'escrow']).execute()
  const claims = await index
    .selectFrom('claims')
    .select(['escrow', 'claim', 'filedAt', 'observedAt', 'challengedAt', 'ruledAt', 'settledAt', 'highest', 'verdict'])
    .execute()
  const observations = await index
    .selectFrom('observations')
    .select(['escrow', 'claim', 'member', 'at', 'measurement'])
    .execute()

  const all = new Map<Address, { row: OperatorRow; waits: number[] }>()
  const of = (account: Address): { row: OperatorRow; waits: number[] } => {
    const known = all.get(account) ?? { row: noRecord(account), waits: [] }
    all.set(account, known)
    return known
  }
  for (const { account, endpoint, encryptionKey, publishedAt } of published)
    Object.assign(of(account).row, { endpoint, encryptionKey, publishedAt })
  const panels = new Map<Address, Address[]>()
  for (const { escrow, member } of members) {
    of(member).row.seats++
    const panel = panels.get(escrow)
    if (panel === undefined) panels.set(escrow, [member])
    else panel.push(member)
  }
  for (const { member } of accepted) of(member).row.accepted++
  const said = new Map<string, { at: number; measurement: string }>()
  for (const { escrow, claim, member, at, measurement } of observations)
    said.set(`${escrow} ${claim} ${member}`, { at, measurement })
  const terms = await termsOfAll(context, [...panels.keys()])
  for (const claim of claims) {
    const isOpen = phaseOf(claim, terms(claim.escrow), now).phase === 'Observing'
    for (const member of panels.get(claim.escrow) ?? []) {
      const { row, waits } = of(member)
      row.claims++
      const own = said.get(`${claim.escrow} ${claim.claim} ${member}`)
      if (own === undefined) {
        if (isOpen) row.open++
        else row.missed++
        continue
      }
      row.observed++
      waits.push(own.at - claim.filedAt)
      if (claim.settledAt === 0) continue
      row.judged++
      if (own.measurement === claim.verdict) row.agreed++
    }
  }
  return [...all.values()]
    .map(({ row, waits }) => {
      waits.sort((a, b) => a - b)
      const [responseMedian = null, responseWorst = null] = [waits[Math.floor((waits.length - 1) / 2)], waits.at(-1)]
      return { ...row, responseMedian, responseWorst }
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1))
}

function noRecord(account: Address): OperatorRow {
  const counts = { seats: 0, accepted: 0, claims: 0, observed: 0, open: 0, missed: 0, agreed: 0, judged: 0 }
  const published = { endpoint: null, encryptionKey: null, publishedAt: null }
  return { address: account, ...published, ...counts, responseMedian: null, responseWorst: null }
}
