import { usdc } from '../../main-job/facts.ts'
import type { Script } from '../story.ts'

/** What the side conditions ask of a monitor. */
const FAIR = { falseAlarmsBasisPoints: 110, costPercent: 3, isOpen: true }

export const storyC: Script = {
  folder: 'c-monitor-tournament',
  created: 120,
  status: 'Binding',
  shows: 'a contest in its last call: two are ranked, a copy measured 0, a late one waits for its members',
  async *play(c, ago, judge) {
    yield ago(110)
    await c.pledge({ Ada: usdc(1_500_000n), Ben: usdc(1_250_000n), Cleo: usdc(750_000n) })
    yield ago(70)
    const sol = await c.file('Sol', { design: 'probe on activations', misses: 60, trials: 2000, ...FAIR })
    yield ago(65)
    const tess = await c.file('Tess', { design: 'second model as judge', misses: 70, trials: 2400, ...FAIR })
    const max = await c.file('Max', { design: 'probe on activations', misses: 10, trials: 2000, ...FAIR })
    yield ago(60)
    await judge(c, sol, 9_615n, { 'panel-3': 9_000n, 'panel-5': 9_615n })
    await judge(c, tess, 9_615n, { 'panel-3': 0n, 'panel-5': 9_615n })
    await judge(c, max, 0n, { 'panel-3': 10_000n, 'panel-5': 0n })
    yield ago(20)
    await c.settle()
    yield ago(3)
    const late = await c.file('Tess', { design: 'rules by hand', misses: 95, trials: 2000, ...FAIR })
    yield ago(2)
    await judge(c, late, 9_375n, { 'panel-3': 0n })
  },
}
