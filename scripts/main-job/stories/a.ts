import { FACTS, HOSTILE } from '../facts.ts'
import type { Commitment } from '../commitment.ts'
import type { Day, Story } from '../play.ts'

const HONEST = ['panel-1', 'panel-2', 'panel-4', 'panel-5', 'panel-6', 'panel-7']

/** Winner takes all; within the warranty a red team breaks what was paid for. */
export async function* storyA(c: Commitment, day: Day): Story {
  yield day(30)
  await c.pledge(FACTS.A.pledges)
  await c.say('Ada pledges 10,000,000, Ben 8,000,000, Cleo 7,000,000: binding')

  yield day(200)
  const wall = await c.file('Sol', { days: 380 })
  await c.say('Sol files evidence for a wall; only its commitment is public')
  yield day(240)
  const measured = await c.observe(wall, HONEST, { [HOSTILE]: 0n })
  await c.say(`Six members measure ${measured[0]} days; the hostile one signs 0`)

  yield day(272)
  await c.settle()
  await c.collectAll()
  await c.say('Nobody challenges: Sol is paid 15,000,000, and 10,000,000 is held')

  yield day(400)
  const lie = await c.file('Max', { kilobitsPerSecond: 200 }, wall)
  const broken = await c.file('Rea', { kilobitsPerSecond: 310 }, wall)
  await c.say('Max says that he broke it; then Rea shows how, at 310 kbit/s')
  yield day(430)
  await c.observe(lie, HONEST, { [HOSTILE]: 1n })
  await c.observe(broken, HONEST, { [HOSTILE]: 0n })
  await c.say('Six members measure 0 for Max, 1 for Rea; the hostile one opposes')
  yield day(462)
  await c.settleBreaks(wall)
  await c.collectAll()
  await c.refund(Object.keys(FACTS.A.pledges))
  await c.say('Rea, first with a true break, takes half of it; the funders the rest')
}
