/** What mocha reports to the judge. Its own JSON reporter fails on an assertion that compares big integers. */
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import Mocha from 'mocha'

/** Writes the outcome of a run to `reporterOptions.output`. */
class Reporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options)
    const { output } = options.reporterOptions as { output: string }
    const passed: string[] = []
    const failures: { title: string; name: string; message: string }[] = []
    let skipped = 0
    runner.on('pass', ({ file = '' }) => passed.push(relative('test', file)))
    runner.on('pending', () => ++skipped)
    runner.on('fail', (test, error: Error) => {
      failures.push({ title: test.fullTitle(), name: error.name, message: error.message })
    })
    runner.on('end', () => {
      writeFileSync(output, JSON.stringify({ passed, skipped, failures }))
    })
  }
}

// Mocha loads its reporters by `require`.
export { Reporter as 'module.exports' }
