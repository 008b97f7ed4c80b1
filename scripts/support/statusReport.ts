import type { Address, Hex } from 'viem'
import { getClaim, type ClaimState } from '../../sdk/actions/getClaim.ts'
import { getDocket } from '../../sdk/actions/getDocket.ts'
import type { EscrowState } from '../../sdk/actions/getEscrow.ts'
import { getOwed } from '../../sdk/actions/getOwed.ts'
import { formatAmount } from '../../sdk/model/amount.ts'
import { worstCase } from '../../sdk/model/worstCase.ts'
import { whatCanBeDone, type ClaimPosition, type Possible } from '../../sdk/model/whatCanBeDone.ts'
import { formatWhen } from '../../sdk/model/when.ts'
import { commandFor } from './commandFor.ts'
import { labelled } from './layout.ts'
import { colour } from './colour.ts'
import { outcomeIfReadable } from './outcomeIfReadable.ts'
import type { Report } from './run.ts'
import { openEscrow, type Session } from './session.ts'

/** How many claims are listed, and read at a time. */
const PAGE = 20n

type Docket = readonly (ClaimState & { index: bigint })[]
type Amount = (value: bigint) => string

/** What is to be known of an escrow, of one of its claims, of an account in it. */
export async function statusReport(
  session: Session,
  asked: { escrow: Address; claim?: Hex | undefined; account?: Address | undefined; all?: boolean },
): Promise<Report> {
  const state = await openEscrow(session, asked.escrow)
  const amount: Amount = (value) => formatAmount(value, state.token)
  if (asked.claim !== undefined) {
    const claim = await getClaim(session.client, state, asked.claim, state.blockNumber)
    return { lines: claimLines(claim, state.now, amount), data: { escrow: asked.escrow, ...claim } }
  }
  const [outcome, claims, account] = await Promise.all([
    outcomeIfReadable(session, asked.escrow),
    readDocket(session, state, asked.all === true),
    asked.account === undefined ? undefined : getOwed(session.client, asked.escrow, asked.account),
  ])
  const title = outcome?.title
  const breaks = await readBreaks(session, state, claims)
  const possible = whatCanBeDone(state, [...claims, ...breaks], state.now)
  const timeline = timelineOf(state)
  const lines = [
    `${title ?? '(no outcome document)'} (${state.address})`,
    `${colour('bold', state.status)} at ${formatWhen(state.now, state.now).split(',')[0] ?? ''}, block ${state.blockNumber}`,
    '',
    ...labelled(moneyRows(state, amount)),
    '',
    ...labelled(timeline.map(({ what, at }) => [what, formatWhen(at, state.now)])),
    ...docketLines(state, claims),
    ...possibleLines(state, possible),
  ]
  if (account !== undefined) {
    lines.push(
      '',
      `${asked.account ?? ''} is owed ${amount(account.owed)} and has ${amount(account.shares)} of shares.`,
    )
    if (account.owed > 0n) lines.push(`  lodestone collect ${state.address} ${asked.account ?? ''}`)
  }
  return { lines, data: { title, ...state, timeline, possible, claims, account } }
}

/** The latest claims and the next one to settle; or all of them. */
async function readDocket({ client }: Session, state: EscrowState, all: boolean): Promise<Docket> {
  const claims: Docket[number][] = []
  const latest = state.filed > PAGE ? state.filed - PAGE : 0n
  const at = state.blockNumber
  if (!all && state.settled < latest)
    claims.push(...(await getDocket(client, state, { from: state.settled, count: 1n, at })))
  for (let from = all ? 0n : latest; from < state.filed; from += PAGE) {
    claims.push(...(await getDocket(client, state, { from, count: PAGE, at })))
  }
  return claims
}

/** The break claims against `claims` that are not settled. */
async function readBreaks({ client }: Session, state: EscrowState, claims: Docket): Promise<ClaimPosition[]> {
  const attacked = claims.filter(({ breaksFiled, breaksSettled }) => breaksFiled > breaksSettled)
  const found = await Promise.all(
    attacked.map(async ({ key: target, breaksSettled }) => {
      const range = { from: breaksSettled, count: PAGE, target, at: state.blockNumber }
      const breaks = await getDocket(client, state, range)
      return breaks.map((one) => ({ ...one, target: { key: target, breaksSettled } }))
    }),
  )
  return found.flat()
}

function moneyRows(state: EscrowState, amount: Amount): [string, string][] {
  const { terms } = state
  return [
    ['pledged', `${amount(state.pledged)} of ${amount(terms.cap)}, binding from ${amount(terms.threshold)}`],
    [
      'room',
      state.passed ? 'none: a claim has passed, which ends pledging' : `${amount(state.room)} can still be pledged`,
    ],
    [
      'paid',
      `${amount(state.paid)}, of which ${amount(state.held)} is held for warranties; progress ${state.progress}`,
    ],
    ['refundable', amount(state.refundable)],
    ['claims', `${state.filed} filed, ${state.settled} settled`],
  ]
}

/** The moments that matter, in order of time. */
function timelineOf({ terms, claimsEnd, status, passed }: EscrowState): { what: string; at: bigint }[] {
  const moments = [
    // The first claim that passes ends pledging for good.
    ...(passed ? [] : [{ what: 'pledges end', at: terms.pledgeBy }]),
    { what: 'claims end', at: claimsEnd },
  ]
  if (status === 'Closed' || status === 'Void') return moments
  return [...moments, { what: 'refunds at worst', at: worstCase(terms).freeAfter }]
}

function docketLines(state: EscrowState, claims: Docket): string[] {
  if (claims.length === 0) return []
  const rest = state.filed - BigInt(claims.length)
  const more = rest > 0n ? [`  ${rest} more: --all lists them`] : []
  return ['', ...claims.map((claim) => `  ${claim.index}  ${claimLine(claim, state.now)}`), ...more]
}

function possibleLines(state: EscrowState, possible: readonly Possible[]): string[] {
  if (possible.length === 0) return ['', 'Nothing can be done now.']
  const seen = new Set<string>()
  const rows = possible.flatMap((step): [string, string][] => {
    const command = commandFor(state.address, step)
    if (seen.has(command)) return []
    seen.add(command)
    const until = step.until === undefined ? '' : ` (until ${formatWhen(step.until, state.now)})`
    return [[step.by, `${command}${until}`]]
  })
  const listed = Number(PAGE)
  const more = rows.length > listed ? [`  ${rows.length - listed} more: --json lists them`] : []
  return [
    '',
    'What can be done now, and by whom:',
    ...labelled(rows.slice(0, listed)).map((row) => `  ${row}`),
    ...more,
  ]
}

function claimLine(claim: ClaimState, now: bigint): string {
  const until = claim.until === undefined ? '' : ` until ${formatWhen(claim.until, now)}`
  return `${claim.key}  ${claim.phase}${until}; verdict ${claim.verdict}`
}

function claimLines(claim: ClaimState, now: bigint, amount: Amount): string[] {
  if (claim.phase === 'None') return [`There is no claim ${claim.key} here.`]
  return [
    claimLine(claim, now),
    ...labelled([
      ['payee', claim.payee],
      ['filed', formatWhen(claim.filedAt, now)],
      ['observed', `by seats ${claim.seats.join(', ') || 'none'}, highest ${claim.highest}`],
      ['held', `${amount(claim.held)}, break claims ${claim.breaksFiled} filed, ${claim.breaksSettled} settled`],
    ]),
  ]
}
