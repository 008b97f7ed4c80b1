import { usdc } from '../../main-job/facts.ts'
import type { Script } from '../story.ts'

export const storyA: Script = {
  folder: 'a-egress-wall',
  created: 350,
  status: 'Binding',
  shows: 'paid to Sol, who has not collected; 40 % is held, one break claim failed, one is open',
  async *play(c, ago, judge) {
    yield ago(340)
    await c.pledge({ Ada: usdc(10_000_000n), Ben: usdc(8_000_000n), Cleo: usdc(7_000_000n) })
    yield ago(300)
    const wall = await c.file('Sol', { days: 380 })
    yield ago(290)
    await judge(c, wall, 380n, { 'panel-3': 0n, 'panel-5': 380n })
    yield ago(255)
    await c.settle()
    yield ago(100)
    const lie = await c.file('Max', { kilobitsPerSecond: 200 }, wall)
    yield ago(90)
    await judge(c, lie, 0n, { 'panel-3': 1n, 'panel-5': 0n })
    yield ago(55)
    await c.settleBreaks(wall)
    yield ago(4)
    const broken = await c.file('Rea', { kilobitsPerSecond: 310 }, wall)
    yield ago(2)
    await judge(c, broken, 1n, {})
  },
}
