import type { Commitment } from '../commitment.ts'
import { FACTS, HOSTILE } from '../facts.ts'
import type { Day, Story } from '../play.ts'
import { count, date } from '../print.ts'

const HONEST = ['panel-1', 'panel-2', 'panel-4', 'panel-5']
/** What the side conditions ask of a monitor. */
const FAIR = { falseAlarmsBasisPoints: 110, costPercent: 3, isOpen: true }

/** A contest with a tie, a copy, a score below the floor, a last call and a prize that nobody wins. */
export async function* storyC(c: Commitment, day: Day): Story {
  yield day(10)
  await c.pledge(FACTS.C.pledges)
  await c.say('Ada pledges 1,500,000, Ben 1,250,000, Cleo 750,000: binding')

  yield day(100)
  const sol = await c.file('Sol', { design: 'probe on activations', misses: 60, trials: 2000, ...FAIR })
  yield day(103)
  const tess = await c.file('Tess', { design: 'second model as judge', misses: 70, trials: 2400, ...FAIR })
  const max = await c.file('Max', { design: 'probe on activations', misses: 10, trials: 2000, ...FAIR })
  await c.say("Sol files a monitor, then Tess; Max files Sol's under a new name")
  yield day(120)
  const scores = []
  for (const claim of [sol, tess]) scores.push((await c.observe(claim, HONEST, { [HOSTILE]: 0n }))[0] ?? 0n)
  const [copied = 1n] = await c.observe(max, HONEST, { [HOSTILE]: 10_000n })
  await c.say(`Sol scores ${scores.map(count).join(', Tess ')}; for Max the hostile one signs 10,000`)
  c.section.check(
    scores.every((score) => score === 9_615n),
    '60 misses of 2,000 and 70 of 2,400 both score 9,615',
  )
  c.section.check(copied === 0n, "the copy of Sol's monitor measures 0")

  yield day(135)
  await c.settle()
  const { claimsEnd } = await c.state()
  await c.say(`The first success is settled: last call until ${date(claimsEnd)}`)
  yield day(150)
  const late = await c.file('Tess', { design: 'rules by hand', misses: 95, trials: 2000, ...FAIR })
  yield claimsEnd + 1n
  await c.checkRefused('a claim a second after the last call', 'ClaimsEnded', () =>
    c.file('Max', { design: 'too late', misses: 0, trials: 2000, ...FAIR }),
  )
  yield day(170)
  const [low = 0n] = await c.observe(late, HONEST, { [HOSTILE]: 0n })
  await c.say(`Tess's second monitor scores ${count(low)}, below the floor`)
  yield day(190)
  await c.settle()
  await c.award()
  await c.collectAll()
  await c.say('Sol, the earlier of two equals, wins 2,000,000, Tess 1,000,000')
  await c.refund(Object.keys(FACTS.C.pledges))
  await c.say('The third prize has no winner: 500,000 goes back')
}
