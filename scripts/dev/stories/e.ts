import { usdc } from '../../main-job/facts.ts'
import type { Script } from '../story.ts'

export const storyE: Script = {
  folder: 'e-jailbreak-rate',
  created: 300,
  status: 'Void',
  shows: 'the threshold was missed: Ada has her pledge back, Ben and Cleo can take theirs',
  async *play(c, ago) {
    yield ago(280)
    await c.pledge({ Ada: usdc(2_500_000n), Ben: usdc(1_200_000n) + 500_000n, Cleo: 1n })
    yield ago(10)
    await c.refund(['Ada'])
  },
}
