import type { Commitment } from '../commitment.ts'
import { FACTS } from '../facts.ts'
import type { Day, Story } from '../play.ts'

/** Binding, and nobody ever files a claim. */
export async function* storyF(c: Commitment, day: Day): Story {
  yield day(50)
  await c.pledge(FACTS.F.pledges)
  await c.say('Ada pledges 1,000,000, Ben 1,500,000, Cleo 500,000: binding')
  yield c.terms.claimBy
  await c.checkRefused('a refund in the last second', 'ERC4626ExceededMaxRedeem', () => c.refund(['Ada']))
  yield c.terms.claimBy + 1n
  const { status } = await c.state()
  c.section.check(status === 'Closed', `one second later it is ${status}: nobody has filed a claim`)
  await c.refund(Object.keys(FACTS.F.pledges))
  await c.say('Everybody has every unit back')
}
