import { usdc } from '../../main-job/facts.ts'
import type { Script } from '../story.ts'

export const storyD: Script = {
  folder: 'd-attested-servers',
  created: 40,
  status: 'Pledging',
  shows: 'below its threshold; once it binds, services measure claims by program',
  async *play(c, ago) {
    yield ago(30)
    await c.pledge({ Ada: usdc(400_000n) })
    yield ago(20)
    await c.pledge({ Ben: usdc(250_000n) + 250_000n })
  },
}
