/** `npm start` as a child process: what a new user sees, and that a wrong figure makes it fail. */
import { spawn } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { Checks } from '../scripts/main-job/section.ts'

const MINUTE = 60_000
const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** The main job, but the calculation believes that Ada pledged one unit more to outcome F. */
const WRONG = `
  import { FACTS } from './scripts/main-job/facts.ts'
  import { run } from './scripts/main-job/run.ts'
  const { F } = FACTS
  const wrong = { ...FACTS, F: { ...F, pledges: { ...F.pledges, Ada: F.pledges.Ada + 1n } } }
  process.exitCode = (await run(wrong)).exitCode
`

interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the project's Node with these arguments, in the project's folder. */
function runNode(...args: string[]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    const finished: Finished = { code: null, stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (finished.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (finished.stderr += text))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ ...finished, code })
    })
  })
}

describe('main job', function () {
  this.timeout(3 * MINUTE)

  describe('npm start', () => {
    let finished: Finished
    before(async () => {
      finished = await runNode('scripts/start.ts')
    })

    it('exits with 0 and says that every check held', () => {
      expect(finished.code, finished.stderr).to.equal(0)
      expect(finished.stdout, 'last line').to.match(/\nAll (8|9)\d checks held\.\n$/)
      expect(finished.stdout, 'no failure').not.to.include('FAIL')
    })

    it('shows the figures that the outcomes are known for', () => {
      for (const text of [
        'A. One-year egress wall',
        'ok    four members each compute a lower bound of 8,789 bps for Sol',
        'ok    the copied commitment measures 0 for all four',
        'ok    earned: 7,758,857.142857; 0; 132,571.428571',
        'ok    earned: 2,000,000; 1,000,000; 0; 0',
        'ok    from 9,500 and from 59,500 units, 1,000 more earn: 250,000; 25,000',
        'ok    one second after the deadline it is Void',
        "ok    four members take in Sol's bundle, and refuse Max's: it does not fit",
        'ok    6 members signed 55 observations, each once',
        'ok    asked again, they refuse another figure, and sign and send nothing',
        'ok    no log asks for a person',
        'ok    one second later it is Closed: nobody has filed a claim',
      ]) {
        expect(finished.stdout.split('\n'), text).to.satisfy((lines: string[]) =>
          lines.some((line) => line.startsWith(text)),
        )
      }
      expect(finished.stdout, 'a row for each escrow').to.match(/(\n[A-F] .*  ok){6}\n/)
    })

    it('says by whom each outcome was measured, and that every report is served', () => {
      for (const row of ['A  0  18  0  18', 'B  6  0  4  10', 'C  16  0  0  16', 'D  11  0  0  11']) {
        const pattern = new RegExp(`\\n${row.replaceAll(/ +/g, ' +')}  ok\\n`)
        expect(finished.stdout, row).to.match(pattern)
      }
    })

    it('writes plain text of at most 172 lines and 80 columns', () => {
      const lines = finished.stdout.split('\n')
      expect(lines.length, 'lines').to.be.within(100, 172)
      expect(
        lines.filter((line) => line.length > 80),
        'wide lines',
      ).to.deep.equal([])
      expect(finished.stdout, 'no escape codes').not.to.include('\u001b')
    })
  })

  it('exits with 1 and names the account when the calculation is off by one unit', async () => {
    const { code, stdout } = await runNode('--eval', WRONG)
    expect(code, 'exit code').to.equal(1)
    expect(stdout, 'the commitment').to.match(/FAIL {2}3 accounts .*not so: Ada/)
    expect(stdout, 'the table').to.match(/\nAda .*FAIL\n/)
    expect(stdout, 'last line').to.match(/\d of \d+ checks FAILED\.\n$/)
  })

  it('is a failure when checks were skipped, however many held', () => {
    const checks = new Checks()
    expect(checks.exitCode, 'none').to.equal(1)
    for (let i = 0; i < 83; i++) checks.note(true)
    expect(checks.exitCode, '83').to.equal(1)
    checks.note(true)
    expect(checks.exitCode, '84').to.equal(0)
    checks.note(false)
    expect(checks.exitCode, 'one failed').to.equal(1)
  })
})
