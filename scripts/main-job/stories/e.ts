import type { Commitment } from '../commitment.ts'
import { FACTS } from '../facts.ts'
import type { Day, Story } from '../play.ts'

/** All or nothing: the threshold is missed and everybody has all of it back. */
export async function* storyE(c: Commitment, day: Day): Story {
  yield day(40)
  await c.pledge(FACTS.E.pledges)
  await c.say('Ada pledges 2,500,000, Ben 1,200,000.5, Cleo 0.000001: not enough')
  await c.checkRefused('a claim before the threshold', 'NotBinding', () => c.file('Sol', { any: 1 }))
  yield c.terms.pledgeBy
  await c.checkRefused('a refund in the last second', 'ERC4626ExceededMaxRedeem', () => c.refund(['Ada']))
  yield c.terms.pledgeBy + 1n
  const { status } = await c.state()
  c.section.check(status === 'Void', `one second after the deadline it is ${status}`)
  await c.refund(Object.keys(FACTS.E.pledges))
  await c.say('Everybody has every unit back')
}
