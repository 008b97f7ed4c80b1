/**
 * A process in which the ordinary suites run again and again, each time on the core with another mutant on. Hardhat runs it
 * (`hardhat --config <lane> run`); it takes and answers messages.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Mocha from 'mocha'
import { z } from 'zod'
import { connection, networkHelpers } from '../../support/escrow.ts'
import { type Answer, ENDLESS, Job } from './lane.ts'

const Artifact = z.looseObject({ bytecode: z.string(), deployedBytecode: z.string() })
const settings = z.object({ LANE_ARTIFACTS: z.string() }).parse(process.env)

/** Tests that bound the gas of the core as it is deployed: with the switches of most files in it, it takes more. */
const MEASURES_GAS = /at bounded gas|TooLittleGas/

/** Says nothing. */
class Silent extends Mocha.reporters.Base {}

const suites = new Map<string, Mocha>()

/** The suite in `file`, loaded once: modules cannot be loaded twice. */
async function suite(file: string): Promise<Mocha> {
  const known = suites.get(file)
  if (known !== undefined) return known
  const mocha = new Mocha({ reporter: Silent, forbidOnly: true, timeout: 180_000 })
  mocha.cleanReferencesAfterRun(false)
  mocha.addFile(file)
  await mocha.loadFilesAsync()
  suites.set(file, mocha)
  return mocha
}

interface Ran {
  passed: number
  failure?: { title: string; why: string }
}

/** Runs the test `title` of `mocha`, or all of them until one fails. */
function run(mocha: Mocha, title: string | undefined, isMeasured: boolean): Promise<Ran> {
  const left = isMeasured ? /(?!)/ : MEASURES_GAS
  mocha.grep(title === undefined ? left : new RegExp(`^${title.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`))
  mocha.options.invert = title === undefined
  return new Promise((done) => {
    const ran: Ran = { passed: 0 }
    const runner = mocha.run(() => {
      done(ran)
    })
    runner.on('pass', () => ++ran.passed)
    runner.on('fail', (test, error: Error) => {
      ran.failure ??= { title: test.fullTitle(), why: `${error.name}: ${error.message.slice(0, 160)}` }
      runner.abort()
    })
  })
}

function put(contracts: Job['contracts']): void {
  for (const [name, code] of Object.entries(contracts)) {
    const path = join(settings.LANE_ARTIFACTS, `contracts/${name}.sol/${name}.json`)
    writeFileSync(path, JSON.stringify({ ...Artifact.parse(JSON.parse(readFileSync(path, 'utf8'))), ...code }))
  }
}

let snapshot: unknown

/** Puts the chain back to its beginning, so that the years that tests let pass do not add up. */
async function fresh(): Promise<void> {
  if (snapshot !== undefined) await connection.provider.request({ method: 'evm_revert', params: [snapshot] })
  snapshot = await connection.provider.request({ method: 'evm_snapshot' })
  networkHelpers.clearSnapshots()
}

async function work({ contracts, first, files, until, isMeasured }: Job): Promise<Answer> {
  put(contracts)
  const killed: Answer['killed'] = []
  const counts: Record<string, number> = {}
  await fresh()
  for (const { file, title } of [...first, ...files.map((file) => ({ file, title: undefined }))]) {
    if (title === undefined) await fresh()
    const { passed, failure } = await run(await suite(file), title, isMeasured)
    if (title === undefined) counts[file] = passed
    if (failure !== undefined) killed.push({ file, ...failure })
    if (failure !== undefined && until === 'failure') break
  }
  return { counts, killed }
}

/** Bytes: far above what all tests together take. */
const MOST_MEMORY = 4 * 2 ** 30
setInterval(() => {
  if (process.memoryUsage.rss() > MOST_MEMORY) process.exit(ENDLESS)
}, 100).unref()

process.on('message', (message) => {
  void work(Job.parse(message)).then((answer) => process.send?.(answer))
})
process.send?.('ready')
