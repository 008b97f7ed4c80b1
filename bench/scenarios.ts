/** Every operation of an escrow's life, measured once: receipt gas by the name of its row in rows.ts. */
import type { Address, Hex } from 'viem'
import type { Contract } from './chain.ts'
import { DAY, GROUNDS, type Options, type Stage, TOKEN, account, setStage } from './stage.ts'

export type Figures = Record<string, number>

/** Past observing (60 days) and past challenging (30 days). */
const DECIDED = 91n * DAY
/** Members agree: what most claims look like. */
const agree = (count: number) => Array.from({ length: count }, () => 100n)

/** A `Units` escrow from creation to the last refund. */
async function measureUnits(figures: Figures): Promise<void> {
  const stage = await setStage()
  const { chain } = stage
  const { funder, second, third, solver, arbiter, anyone } = stage.roles
  const { escrow, gas } = await stage.create({ rule: 'Units', holdback: 0n, number: 0n })
  figures['create, 2 kB document'] = gas
  const pledge = (from: Address) => chain.send(from, escrow, 'deposit', [100_000n * TOKEN, from])
  figures['pledge, the very first'] = await pledge(funder)
  figures['pledge, new funder'] = await pledge(second)
  figures['pledge, again'] = await pledge(second)
  await pledge(third)

  const first = await stage.file(escrow, 'first')
  figures['file, the very first'] = first.gas
  const later = await stage.file(escrow, 'later')
  figures['file'] = later.gas
  const assigned = await stage.file(escrow, 'assigned', { payee: solver })
  figures['assign'] = await chain.send(solver, escrow, 'assign', [assigned.key, account('payee first')])
  const challenged = await stage.file(escrow, 'challenged')
  const unpaid = await stage.file(escrow, 'unpaid')

  figures['observe 3, the first to pass'] = await stage.observe(escrow, first, agree(3))
  figures['observe 1'] = await stage.observe(escrow, unpaid, agree(1))
  figures['observe 3'] = await stage.observe(escrow, later, agree(3))
  figures['observe 5'] = await stage.observe(escrow, assigned, agree(5))
  figures['observe 5, each higher than the last'] = await stage.observe(escrow, challenged, [50n, 51n, 52n, 53n, 54n])
  figures['challenge'] = await chain.send(anyone, escrow, 'challenge', [challenged.key, GROUNDS])
  figures['rule'] = await chain.send(arbiter, escrow, 'rule', [challenged.key, 50n, GROUNDS])
  await chain.advance(DECIDED)
  const settle = () => chain.send(anyone, escrow, 'settle', [1n])
  figures['settle, the first to pay'] = await settle()
  figures['settle'] = await settle()
  figures['settle, payee owed before'] = await settle()
  figures['settle, ruled'] = await settle()
  figures['settle, pays nothing'] = await settle()

  const collect = (payee: Address) => chain.send(anyone, escrow, 'collect', [payee, payee])
  figures["collect, the payee's first tokens"] = await collect(account('payee later'))
  await stage.give(account('payee challenged'))
  figures['collect'] = await collect(account('payee challenged'))

  await chain.advance(365n * DAY)
  const refund = (from: Address, shares: bigint) => chain.send(from, escrow, 'redeem', [shares * TOKEN, from, from])
  figures['refund, the very first'] = await refund(funder, 100_000n)
  figures['refund'] = await refund(second, 200_000n)
  await chain.close()
}

/** An escrow with pledges. */
async function pledged(stage: Stage, options: Options): Promise<Contract> {
  const { escrow } = await stage.create(options)
  await stage.chain.send(stage.roles.funder, escrow, 'deposit', [500_000n * TOKEN, stage.roles.funder])
  return escrow
}

/** The first verdict to pass, by 1 and by 5 observations. */
async function measurePassing(figures: Figures): Promise<void> {
  const stage = await setStage()
  const five = await pledged(stage, { rule: 'Units', holdback: 0n, number: 1n })
  figures['observe 5, the first to pass'] = await stage.observe(five, await stage.file(five, 'five'), agree(5))
  const one = await pledged(stage, { rule: 'Units', holdback: 0n, number: 2n })
  const claim = await stage.file(one, 'one')
  await stage.observe(one, claim, agree(2))
  figures['observe 1, the first to pass'] = await stage.observe(one, claim, agree(1), 2)
  await stage.chain.close()
}

async function measureRecordAndContest(figures: Figures): Promise<void> {
  const stage = await setStage()
  const { chain } = stage
  const { anyone } = stage.roles
  const record = await pledged(stage, { rule: 'Record', holdback: 0n, number: 0n })
  await stage.observe(record, await stage.file(record, 'record'), [1500n, 1500n, 1500n])
  const contest = await pledged(stage, { rule: 'Contest', holdback: 0n, number: 0n })
  for (const score of [7n, 8n, 9n]) {
    await stage.observe(contest, await stage.file(contest, `score ${score}`), [score, score, score])
  }
  await chain.advance(DECIDED)
  figures['settle, Record'] = await chain.send(anyone, record, 'settle', [1n])
  figures['settle, Contest, last call'] = await chain.send(anyone, contest, 'settle', [1n])
  await chain.send(anyone, contest, 'settle', [1n])
  figures['settle, Contest, third becomes first'] = await chain.send(anyone, contest, 'settle', [1n])
  await chain.advance(31n * DAY)
  figures['award, 3 prizes'] = await chain.send(anyone, contest, 'award', [])
  await chain.close()
}

/** Settle with a part held, break it, release another. */
async function measureWarranty(figures: Figures): Promise<void> {
  const stage = await setStage()
  const { chain } = stage
  const { anyone } = stage.roles
  const escrow = await pledged(stage, { rule: 'Units', holdback: 4_000n, number: 0n })
  const keys: Hex[] = []
  for (const label of ['kept', 'broken']) {
    const claim = await stage.file(escrow, label)
    await stage.observe(escrow, claim, agree(5))
    keys.push(claim.key)
  }
  const [kept, broken] = keys
  if (kept === undefined || broken === undefined) throw new Error('two claims were filed')
  await chain.advance(DECIDED)
  figures['settle, holdback, the first to pay'] = await chain.send(anyone, escrow, 'settle', [1n])
  figures['settle, holdback'] = await chain.send(anyone, escrow, 'settle', [1n])
  const breaker = await stage.file(escrow, 'breaker', { target: broken })
  figures['file a break claim'] = breaker.gas
  await stage.observe(escrow, breaker, agree(5))
  await chain.advance(31n * DAY)
  figures['settle a break claim'] = await chain.send(anyone, escrow, 'settleBreaks', [broken, 1n])
  await chain.advance(180n * DAY)
  figures['release, one claim'] = await chain.send(anyone, escrow, 'release', [[kept]])
  await chain.close()
}

export async function measureAll(): Promise<Figures> {
  const figures: Figures = {}
  await measureUnits(figures)
  await measurePassing(figures)
  await measureRecordAndContest(figures)
  await measureWarranty(figures)
  return figures
}
