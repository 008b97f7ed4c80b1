import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { Measured } from '../../scripts/tools/evidence-memory.ts'

const SCRIPT = join(import.meta.dirname, '../../scripts/tools/evidence-memory.ts')

describe('evidence: memory', function () {
  this.timeout(600_000)

  it('does not grow with the evidence', async () => {
    const measure = async (megabytes: number) => {
      const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, `${megabytes}`])
      return JSON.parse(stdout) as Measured
    }
    const small = await measure(32)
    // When garbage is collected is chance, the more so on a busy machine: the least of up to three peaks is what evidence takes.
    let peak = Infinity
    for (let i = 0; i < 3 && peak - small.peak >= 64; i++) {
      const large = await measure(160)
      expect(large.megabytes, 'what was packed').to.equal(160)
      peak = Math.min(peak, large.peak)
    }
    expect(peak - small.peak, 'megabytes more for 128 MB more of evidence').to.be.below(64)
  })
})
