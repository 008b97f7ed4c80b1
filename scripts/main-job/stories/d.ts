import type { Claim, Commitment } from '../commitment.ts'
import { BATCHES, BOAST, FACTS, HOSTILE } from '../facts.ts'
import { measureServers } from '../measure.ts'
import type { Day, Story } from '../play.ts'
import { count } from '../print.ts'

const MONTH = 30

/** An advance market: units in monthly batches at falling prices, one batch sold to an investor before it is paid. */
export async function* storyD(c: Commitment, day: Day): Story {
  yield day(15)
  await c.pledge(FACTS.D.pledges)
  await c.say('Ada pledges 4,000,000, Ben 2,500,000, Cleo 1,500,000: binding')

  let start = 60
  for (const { units, honest, payee } of BATCHES) {
    yield day(start)
    const batch: Claim = await c.file('Tess', { serverMonths: Number(units) })
    if (payee !== 'Tess') await c.assign('Tess', batch, payee)
    await c.observe(batch, measureServers, honest, { [HOSTILE]: BOAST })
    // Without all three members observing ends after 21 days; challenging after 7 more.
    yield day(start + MONTH - 1)
    const before = await c.state()
    await c.settle()
    const after = await c.state()
    const toWhom = payee === 'Tess' ? '' : `; ${payee}, an investor, had bought the claim`
    await c.say(
      `${count(units)} server-months (${count(before.progress)} to ${count(after.progress)}) earn ${count((after.paid - before.paid) / 1_000_000n)}${toWhom}`,
    )
    start += MONTH
  }
  await c.collectAll()
  await c.say(`${HOSTILE} signed ${count(BOAST)} every time: one of three decides nothing`)
  await c.checkRefused('a claim when nothing is left to pay', 'NothingLeftToPay', () => c.file('Tess', { serverMonths: 1 }))
  await c.refund(Object.keys(FACTS.D.pledges))
  await c.say('Everything pledged was earned; the shares are redeemed for 0')
}
