import { usdc } from '../../main-job/facts.ts'
import type { Script } from '../story.ts'

/** What the side conditions ask of a trial. */
const WELL_RUN = { daysRegisteredBefore: 30, extraTimePercent: 12 }
const trial = (control: number, treated: number, trials: number) => ({
  control: { successes: control, trials },
  treated: { successes: treated, trials },
  ...WELL_RUN,
})

export const storyB: Script = {
  folder: 'b-exfiltration-risk',
  created: 200,
  status: 'Binding',
  shows:
    'partly paid; of its claims one can be settled, one waits for the arbiter, one can be challenged, one waits for members',
  async *play(c, ago, judge) {
    yield ago(190)
    await c.pledge({ Ada: usdc(3_000_000n), Ben: usdc(3_000_000n), Cleo: usdc(2_000_000n) })
    yield ago(150)
    const first = await c.file('Sol', trial(412, 70, 1000))
    yield ago(140)
    await judge(c, first, 7_606n, { 'panel-3': 0n, 'panel-5': 7_606n })
    yield ago(115)
    await c.settle()
    await c.collectAll()
    yield ago(95)
    const copy = await c.fileCopied('Max', first.commitment, trial(412, 0, 1000))
    yield ago(75)
    await judge(c, copy, 0n, { 'panel-3': 10_000n })
    yield ago(40)
    const second = await c.file('Sol', trial(820, 58, 2000))
    yield ago(35)
    await judge(c, second, 8_905n, { 'panel-3': 7_900n, 'panel-5': 8_905n })
    yield ago(20)
    await c.challenge('Max', second, 'The attackers of the treated arm had less time than those of the other.')
    yield ago(16)
    const third = await c.file('Tess', trial(510, 30, 1000))
    yield ago(12)
    await judge(c, third, 8_916n, { 'panel-3': 0n, 'panel-5': 9_100n })
    yield ago(3)
    const fourth = await c.file('Sol', trial(1240, 52, 3000))
    yield ago(2)
    await judge(c, fourth, 9_320n, {})
  },
}
