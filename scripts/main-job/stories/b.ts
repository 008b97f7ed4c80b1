import type { Commitment } from '../commitment.ts'
import { FACTS, HOSTILE } from '../facts.ts'
import type { Day, Story } from '../play.ts'
import { count } from '../print.ts'

const HONEST = ['panel-1', 'panel-2', 'panel-4', 'panel-5']
const LIVE = ['panel-1', 'panel-2']
/** What the side conditions ask of a trial. */
const WELL_RUN = { daysRegisteredBefore: 30, extraTimePercent: 12 }

/** Graded pay on a confidence bound, a copied claim with a hostile member behind it, and two challenges. */
export async function* storyB(c: Commitment, day: Day): Story {
  yield day(20)
  await c.pledge(FACTS.B.pledges)
  await c.say('Ada and Ben pledge 3,000,000 each, Cleo 2,000,000: binding')

  yield day(60)
  const first = await c.file('Sol', {
    control: { successes: 412, trials: 1000 },
    treated: { successes: 31, trials: 1000 },
    ...WELL_RUN,
  })
  const copy = await c.fileCopied('Max', first.commitment, {
    control: { successes: 412, trials: 1000 },
    treated: { successes: 0, trials: 1000 },
    ...WELL_RUN,
  })
  await c.say('Sol files a trial; Max copies its commitment and boasts 100 %')
  c.section.check(
    first.handedIn.taken === 4 && copy.handedIn.refused === 4,
    "four members take in Sol's bundle, and refuse Max's: it does not fit",
  )
  yield day(80)
  const measured = await c.observe(first, HONEST, { [HOSTILE]: 0n })
  await c.say('Control 412 of 1,000, treated 31 of 1,000; the hostile one signs 0')
  const refused = await c.observe(copy, HONEST, { [HOSTILE]: 10_000n })
  await c.say('Nothing of Max could be read: 0; the hostile one signs 10,000 for it')
  c.section.check(
    measured.length === 4 && measured.every((one) => one === 8_789n),
    'four members each compute a lower bound of 8,789 bps for Sol',
  )
  c.section.check(
    refused.every((one) => one === 0n),
    'the copied commitment measures 0 for all four',
  )

  yield day(90)
  await c.challenge('Max', copy, 'The panel ignored a perfect result.')
  yield day(100)
  await c.rule(copy, 0n, 'The evidence does not belong to the commitment.')
  await c.say('Max challenges; the arbiter rules 0 and earns his 20,000')
  yield day(102)
  await c.settle()
  await c.say('Settled in filing order: Sol is paid for 8,789 bps, Max nothing')
  await c.checkRefused('a refund while claims are open', 'ERC4626ExceededMaxRedeem', () => c.refund(['Ada']))

  yield day(460)
  const second = await c.file('Sol', {
    control: { successes: 820, trials: 2000 },
    treated: { successes: 58, trials: 2000 },
    ...WELL_RUN,
  })
  await c.say('Sol files a larger trial')
  yield day(480)
  const better = await c.observe(second, LIVE, { [HOSTILE]: 0n })
  await c.say(`${count(better[0] ?? 0n)} bps by two honest members, two are down: one short of quorum`)
  yield day(510)
  await c.challenge('Sol', second, 'Two members measured it; two others did not answer.')
  yield day(530)
  await c.rule(second, better[0] ?? 0n, 'Measured again: the two members are right.')
  await c.settle()
  await c.collectAll()
  await c.say('Sol challenges; the arbiter agrees with the two: the gain is paid')

  yield c.terms.claimBy + 1n
  await c.refund(Object.keys(FACTS.B.pledges))
  await c.say('Claims have ended: what was not earned goes back')
}
