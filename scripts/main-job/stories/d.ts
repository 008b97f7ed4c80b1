import type { Claim, Commitment } from '../commitment.ts'
import { BATCHES, BOAST, FACTS, HOSTILE, usdc } from '../facts.ts'
import type { Day, Story } from '../play.ts'
import { amount, count } from '../print.ts'

const MONTH = 30
/** What the side conditions ask of a batch. */
const REAL = { egressKilobitsPerSecond: 200, haveCustomersPaid: true }

/** An advance market: units in monthly batches at falling prices, one batch sold to an investor before it is paid. */
export async function* storyD(c: Commitment, day: Day): Story {
  yield day(15)
  await c.pledge(FACTS.D.pledges)
  await c.say('Ada pledges 4,000,000, Ben 2,500,000, Cleo 1,500,000: binding')

  const earned = new Map<bigint, bigint>()
  let start = 60
  for (const { units, honest, payee } of BATCHES) {
    yield day(start)
    const batch: Claim = await c.file('Tess', { serverMonths: Number(units), month: `month ${start / MONTH}`, ...REAL })
    if (payee !== 'Tess') await c.assign('Tess', batch, payee)
    await c.observe(batch, honest, { [HOSTILE]: BOAST })
    // Without all three members observing ends after 21 days; challenging after 7 more.
    yield day(start + MONTH - 1)
    const before = await c.state()
    await c.settle()
    const after = await c.state()
    const toWhom = payee === 'Tess' ? '' : ` for ${payee}, who bought it`
    await c.say(`${count(units)} months, from ${count(before.progress)}: ${amount(after.paid - before.paid)}${toWhom}`)
    earned.set(before.progress, after.paid - before.paid)
    start += MONTH
  }
  await c.collectAll()
  await c.say(`The hostile one signed ${count(BOAST)} each time; alone it decides nothing`)
  const known = [9_500n, 59_500n].map((progress) => earned.get(progress) ?? 0n)
  c.section.amounts('from 9,500 and from 59,500 units, 1,000 more earn', known, [usdc(250_000n), usdc(25_000n)])
  await c.checkRefused('a claim when nothing is left to pay', 'NothingLeftToPay', () =>
    c.file('Tess', { serverMonths: 1 }),
  )
  await c.refund(Object.keys(FACTS.D.pledges))
  await c.say('Everything pledged was earned: nothing goes back')
}
