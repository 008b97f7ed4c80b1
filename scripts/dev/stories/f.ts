import { usdc } from '../../main-job/facts.ts'
import type { Script } from '../story.ts'

export const storyF: Script = {
  folder: 'f-verified-proxy',
  created: 310,
  status: 'Closed',
  shows: 'paid and then broken: half of what was held goes back, Ada has her part, Ben and Cleo can take theirs',
  async *play(c, ago, judge) {
    yield ago(300)
    await c.pledge({ Ada: usdc(1_000_000n), Ben: usdc(1_500_000n), Cleo: usdc(500_000n) })
    yield ago(280)
    const proof = await c.file('Sol', { doesProofCheck: true })
    yield ago(275)
    await judge(c, proof, 1n, { 'panel-3': 0n })
    yield ago(260)
    await c.settle()
    await c.assign('Sol', proof, 'Ivy')
    yield ago(200)
    const leak = await c.file('Rea', { leakedBytes: 4_096 }, proof)
    yield ago(198)
    await judge(c, leak, 1n, { 'panel-3': 1n })
    yield ago(180)
    await c.settleBreaks(proof)
    await c.collectAll()
    yield ago(170)
    await c.refund(['Ada'])
  },
}
