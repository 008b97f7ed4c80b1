/** The whole life of one escrow, step by step: every entry point once, and what it must have done. */
import { DAY, DOCUMENT, ethers, keyOf, observation, time } from '../../support/escrow.ts'
import type { TermsValues, World } from '../../support/escrow.ts'
import type { Escrow, PledgeRouter, TestToken } from '../../../typechain-types/index.ts'
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import type { Column } from './cells.ts'
import { expectedOf } from './money.ts'
import type { Money } from './money.ts'

/** The order in which a life comes to the entry points. */
export const ORDER: readonly Column[] = [
  'create',
  'deposit',
  'mint',
  'pledge',
  'file',
  'observe',
  'challenge',
  'rule',
  'settle',
  'award',
  'fileBreak',
  'settleBreaks',
  'release',
  'collect',
  'redeem',
  'withdraw',
]

/** Who plays which part; `members` are the panel in ascending order. */
export interface Cast {
  a: HardhatEthersSigner
  b: HardhatEthersSigner
  c: HardhatEthersSigner
  solver: HardhatEthersSigner
  payee: HardhatEthersSigner
  rival: HardhatEthersSigner
  rivalPayee: HardhatEthersSigner
  challenger: HardhatEthersSigner
  breaker: HardhatEthersSigner
  breakerPayee: HardhatEthersSigner
  arbiter: HardhatEthersSigner
  elsewhere: HardhatEthersSigner
  stranger: HardhatEthersSigner
  members: HardhatEthersSigner[]
}

export interface Stage {
  w: World
  router: PledgeRouter
  cast: Cast
}

/** One escrow in its life. */
export interface Life extends Stage {
  terms: TermsValues
  escrow: Escrow
  address: string
  token: TestToken
  money: Money
  /** Columns that went through. */
  done: Set<Column>
  /** Where shares, claims and money are directed instead of to whom they belong. */
  directed?: string
  keys: { first: string; second: string; breaking: string }
  commitments: { first: string; second: string; breaking: string }
  /** What an account really has, where the token does not tell the truth. */
  balanceOf: (account: string) => Promise<bigint>
}

const GAS = { gasLimit: 3_000_000n }

/** The terms of a life: a contest with arbiter, fees and holdback, so that one escrow comes to every entry point. */
export async function lifeTerms(stage: Stage, asset: string, money: Money): Promise<TermsValues> {
  const now = BigInt(await time.latest())
  return {
    outcome: ethers.keccak256(DOCUMENT),
    asset,
    rule: 2,
    curve: money.prizes.map((price, i) => ({ measurement: BigInt(i + 1), price })),
    minStep: 1n,
    pledgeBy: now + 10n * DAY,
    threshold: money.threshold,
    cap: money.cap,
    claimBy: now + 20n * DAY,
    verifyWithin: 2n * DAY,
    challengeWithin: DAY,
    arbitrateWithin: 2n * DAY,
    lastCall: 0n,
    panel: stage.cast.members.map((member) => member.address),
    quorum: 2n,
    arbiter: stage.cast.arbiter.address,
    claimFee: money.claimFee,
    challengeFee: money.challengeFee,
    holdback: 5000n,
    warranty: 10n * DAY,
  }
}

/** A life over the token at `asset`, not yet created; everybody has approved what they will pay. */
export async function newLife(
  stage: Stage,
  asset: string,
  money: Money,
  balanceOf?: (account: string) => Promise<bigint>,
): Promise<Life> {
  const terms = await lifeTerms(stage, asset, money)
  const address = await stage.w.factory.addressOf(terms)
  const escrow = await ethers.getContractAt('Escrow', address)
  const token = await ethers.getContractAt('TestToken', asset)
  const { a, b, c, solver, rival, challenger, breaker } = stage.cast
  for (const payer of [a, b, solver, rival, challenger, breaker]) {
    await token.connect(payer).approve(address, ethers.MaxUint256)
  }
  await token.connect(c).approve(stage.router, ethers.MaxUint256)
  const commitments = { first: ethers.id('first'), second: ethers.id('second'), breaking: ethers.id('breaking') }
  const second = keyOf(rival.address, commitments.second)
  return {
    ...stage,
    terms,
    escrow,
    address,
    token,
    money,
    done: new Set(),
    commitments,
    keys: {
      first: keyOf(solver.address, commitments.first),
      second,
      breaking: keyOf(breaker.address, commitments.breaking, second),
    },
    balanceOf: balanceOf ?? ((account) => token.balanceOf(account)),
  }
}

const signed = (life: Life, key: string, measurements: bigint[]) =>
  Promise.all(measurements.map((m, seat) => observation(life.cast, life.escrow, key, seat, m)))

/** Calls entry point `column`, as the life has it. */
export async function act(life: Life, column: Column): Promise<unknown> {
  const { escrow, cast, money, keys, commitments, directed } = life
  switch (column) {
    case 'create':
      return life.w.factory.connect(cast.stranger).create(life.terms, DOCUMENT, GAS)
    case 'deposit':
      return escrow.connect(cast.a).deposit(money.pledges[0], directed ?? cast.a.address, GAS)
    case 'mint':
      return escrow.connect(cast.b).mint(money.pledges[1], directed ?? cast.b.address, GAS)
    case 'pledge': {
      const assets = money.pledges[2]
      return life.router.connect(cast.c).pledge([{ escrow: life.address, assets, least: assets }], GAS)
    }
    case 'file':
      return escrow.connect(cast.solver).file(commitments.first, directed ?? cast.payee.address, '', GAS)
    case 'observe':
      return escrow.connect(cast.stranger).observe(keys.first, await signed(life, keys.first, [10n, 10n, 10n]), GAS)
    case 'challenge':
      return escrow.connect(cast.challenger).challenge(keys.first, '', GAS)
    case 'rule':
      return escrow.connect(cast.arbiter).rule(keys.first, 8n, '', GAS)
    case 'settle':
      return escrow.connect(cast.stranger).settle(10n, GAS)
    case 'award':
      return escrow.connect(cast.stranger).award(GAS)
    case 'fileBreak':
      return escrow
        .connect(cast.breaker)
        .fileBreak(keys.second, commitments.breaking, directed ?? cast.breakerPayee.address, '', GAS)
    case 'settleBreaks':
      return escrow.connect(cast.stranger).settleBreaks(keys.second, 10n, GAS)
    case 'release':
      return escrow.connect(cast.stranger).release([keys.first, keys.second], GAS)
    case 'collect':
      return escrow.connect(cast.payee).collect(cast.payee.address, directed ?? cast.payee.address, GAS)
    case 'redeem': {
      const to = directed ?? cast.a.address
      return escrow.connect(cast.a).redeem(money.pledges[0], to, cast.a.address, GAS)
    }
    case 'withdraw': {
      const to = directed ?? cast.b.address
      return escrow.connect(cast.b).withdraw(money.withdraws, to, cast.b.address, GAS)
    }
  }
}

/** What is to happen before `column`, none of which touches the token but the second claim's fee. */
export async function prepare(life: Life, column: Column): Promise<void> {
  const { escrow, cast, keys, commitments, done } = life
  if (column === 'observe' && done.has('file')) {
    await escrow.connect(cast.rival).file(commitments.second, cast.rivalPayee.address, '', GAS)
  }
  if (column === 'challenge' && done.has('file')) {
    await escrow.connect(cast.stranger).observe(keys.second, await signed(life, keys.second, [5n, 5n]), GAS)
  }
  if (column === 'settleBreaks' && done.has('fileBreak')) {
    await escrow.connect(cast.stranger).observe(keys.breaking, await signed(life, keys.breaking, [1n, 1n, 1n]), GAS)
  }
}

/** How long the clock runs before `column`. */
export const WAITS: Partial<Record<Column, bigint>> = { settle: 21n * DAY, settleBreaks: 2n * DAY, release: 11n * DAY }

/** How many of the three funders pledged. */
export const pledgers = (life: Life) =>
  (['deposit', 'mint', 'pledge'] as const).filter((column) => life.done.has(column)).length

/** Who pays or is paid at `column`. */
export function party(life: Life, column: Column): HardhatEthersSigner {
  const { a, b, c, solver, challenger, breaker, payee, stranger } = life.cast
  const by: Partial<Record<Column, HardhatEthersSigner>> = {
    ...{ deposit: a, mint: b, pledge: c, file: solver, challenge: challenger, fileBreak: breaker },
    ...{ collect: payee, redeem: a, withdraw: b },
  }
  return by[column] ?? stranger
}

/** What `party` pays (above 0) or is paid (below 0) at `column` in a life that goes as it should. */
export function amountOf(life: Life, column: Column): bigint {
  const { money } = life
  const expected = expectedOf(money, pledgers(life))
  const amounts: Partial<Record<Column, bigint>> = {
    deposit: money.pledges[0],
    mint: money.pledges[1],
    pledge: money.pledges[2],
    file: money.claimFee,
    fileBreak: money.claimFee,
    challenge: money.challengeFee,
    collect: -expected.payee,
    redeem: expected.pledged === 0n ? 0n : -((money.pledges[0] * expected.refundable) / expected.pledged),
    withdraw: -money.withdraws,
  }
  return amounts[column] ?? 0n
}
