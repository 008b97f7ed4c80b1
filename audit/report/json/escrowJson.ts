import type * as z from 'zod'
import { Rule, type RuleName, type Terms } from '../../../sdk/model/terms.ts'
import type { Place } from '../../finding.ts'
import type { ClaimState, EscrowState, Payment } from '../../model/state.ts'
import type { AccountStatement } from '../figures/accounts.ts'
import type { Figures } from '../figures/figures.ts'
import type { FlowPart } from '../figures/flow.ts'
import type { PaidClaim } from '../figures/paid.ts'
import type { escrowSchema } from './escrowSchema.ts'

type EscrowJson = z.output<typeof escrowSchema>

/** An object with its bigints as decimal text. Its lists and objects stay. */
type Written<T> = {
  [K in keyof T]: T[K] extends bigint ? string : T[K] extends bigint | undefined ? string | undefined : T[K]
}

/** An escrow in the JSON form of a report. */
export function escrowJson(figures: Figures): EscrowJson {
  const { escrow, closing, flow, paid, told } = figures
  const { subject, token, status, entries, state } = escrow
  const prices = new Map(paid.map((one) => [one.claim.key, one.progress]))
  return {
    escrow: subject.escrow,
    factory: subject.factory,
    implementation: subject.implementation,
    ...(subject.created === undefined ? {} : { created: placeJson(subject.created) }),
    ...(told.title === undefined ? {} : { title: told.title }),
    token: { symbol: token.symbol, decimals: token.decimals },
    status,
    terms: termsJson(subject.terms),
    entries,
    state: stateJson(state, closing.left),
    closing: {
      payable: String(closing.payable),
      ...(closing.waitsUntil === undefined ? {} : { waitsUntil: String(closing.waitsUntil) }),
    },
    flow: {
      ...written(flow),
      in: flow.in.map(partJson),
      out: flow.out.map(partJson),
      inside: flow.inside.map(partJson),
    },
    claims: [...state.claims.values()].map((claim) => claimJson(claim, prices.get(claim.key))),
    pledges: escrow.pledges.map(({ from, account, amount, place }) => ({
      from,
      account,
      amount: String(amount),
      place: placeJson(place),
    })),
    payments: escrow.payments.map(paymentJson),
    funders: figures.funders.map(written),
    accounts: figures.accounts.map(accountJson),
  }
}

/** Where something happened, in the JSON form. */
export function placeJson({ blockNumber, blockHash, timestamp, transactionHash, logIndex }: Place) {
  return {
    block: String(blockNumber),
    blockHash,
    time: String(timestamp),
    transaction: transactionHash,
    logIndex,
  }
}

function written<T extends object>(value: T): Written<T> {
  const entries = Object.entries(value).map(([key, one]: [string, unknown]) => [
    key,
    typeof one === 'bigint' ? String(one) : one,
  ])
  return Object.fromEntries(entries) as Written<T>
}

function termsJson(terms: Terms): EscrowJson['terms'] {
  const rule = (Object.keys(Rule) as RuleName[]).find((name) => Rule[name] === terms.rule) ?? 'Units'
  return { ...written(terms), rule, curve: terms.curve.map(written), panel: [...terms.panel] }
}

function stateJson(state: EscrowState, refundable: bigint): EscrowJson['state'] {
  const { pledged, supply, progress, passed, lastCallEnd, paid, held, returned, frozen, feesIn, openFees } = state
  const { collected, refunded, balance, stray } = state
  const owed = [...state.owed.values()].reduce((a, b) => a + b, 0n)
  const rest = { refundable, feesIn, openFees, owed, collected, refunded, balance, stray }
  return {
    ...written({ pledged, supply, progress, passed, lastCallEnd }),
    filed: state.docket.length,
    settled: state.settled,
    ...written({ paid, held, returned }),
    ...(frozen === undefined ? {} : { frozen: written(frozen) }),
    ranks: state.ranks.map(({ score, index }) => ({ score: String(score), index })),
    ...written(rest),
  }
}

function claimJson(claim: ClaimState, price: PaidClaim['progress']): EscrowJson['claims'][number] {
  const { key, target, index, solver, payee, commitment, uri, challenged, ruled, settled } = claim
  return {
    ...{ key, target, index, solver, payee, commitment, uri },
    filed: placeJson(claim.filed),
    observations: claim.observations.map(({ member, seat, measurement, report, signature, place }) => ({
      ...{ member, seat, report, signature },
      measurement: String(measurement),
      place: placeJson(place),
    })),
    ...(challenged === undefined
      ? {}
      : { challenged: { by: challenged.by, grounds: challenged.grounds, place: placeJson(challenged.place) } }),
    ...(ruled === undefined
      ? {}
      : { ruled: { measurement: String(ruled.measurement), grounds: ruled.grounds, place: placeJson(ruled.place) } }),
    ...(settled === undefined
      ? {}
      : {
          settled: {
            ...written({ verdict: settled.verdict, from: settled.from, to: settled.to }),
            place: placeJson(settled.place),
          },
        }),
    paid: String(claim.paid),
    held: String(claim.held),
    ...(claim.paidAt === 0n ? {} : { paidAt: String(claim.paidAt) }),
    ...(price === undefined
      ? {}
      : {
          price: written({
            progress: price.from,
            paid: price.paidBefore,
            progressAfter: price.to,
            paidAfter: price.paidAfter,
          }),
        }),
    breaks: [...claim.breaks],
  }
}

function partJson({ group, account, accounts, amount }: FlowPart): EscrowJson['flow']['in'][number] {
  return { group, ...(account === undefined ? {} : { account }), accounts, amount: String(amount) }
}

function paymentJson({ kind, account, to, amount, shares, claim, place }: Payment): EscrowJson['payments'][number] {
  return {
    kind,
    account,
    ...(to === undefined ? {} : { to }),
    amount: String(amount),
    ...(shares === undefined ? {} : { shares: String(shares) }),
    ...(claim === undefined ? {} : { claim }),
    place: placeJson(place),
  }
}

function accountJson(one: AccountStatement): EscrowJson['accounts'][number] {
  const { account, roles, pledged, claimFees, challengeFees, credited, collected, refunded, owed } = one
  return {
    account,
    roles: [...roles],
    ...written({ pledged, claimFees, challengeFees, collected, refunded, owed }),
    credited: written(credited),
  }
}
