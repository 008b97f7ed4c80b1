/** Runs suites of the ordinary tests on other contracts than the repository's: a lane has artifacts of its own. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { runNode } from '../../../scripts/check/step.ts'
import type { Bug } from './bug.ts'
import { Compiler, QUICK, ROOT } from './compile.ts'
import type { Compiled } from './compile-thread.ts'
import { type Report, readReport } from './judge.ts'

const REPORTER = join(import.meta.dirname, 'reporter.ts')
export const HARDHAT = join(ROOT, 'node_modules/hardhat/dist/src/cli.js')
const Artifact = z.looseObject({ abi: z.array(z.unknown()), bytecode: z.string(), deployedBytecode: z.string() })

export interface Lane {
  /** Below cache/, which git ignores. */
  folder: string
  compiler: Compiler
}

const artifactPath = (root: string, contract: string) => join(root, `contracts/${contract}.sol/${contract}.json`)

/** The configuration of a lane: the repository's, but for its artifacts and a report for the judge. */
const configOf = (folder: string) => `import base from ${JSON.stringify(join(ROOT, 'hardhat.config.ts'))}
export default {
  ...base,
  paths: { ...base.paths, artifacts: ${JSON.stringify(join(folder, 'artifacts'))}, cache: ${JSON.stringify(join(folder, 'cache'))} },
  networks: { ...base.networks, default: { type: 'edr-simulated', allowUnlimitedContractSize: true, transactionGasCap: false } },
  test: {
    ...base.test,
    mocha: { ...base.test?.mocha, reporter: ${JSON.stringify(REPORTER)}, reporterOptions: { output: ${JSON.stringify(join(folder, 'report.json'))} } },
  },
}
`

/** A folder of its own for number `index` of `kind`, with the artifacts of the repository, which must be built, and a configuration. */
export function makeFolder(kind: string, index: number): string {
  const folder = join(ROOT, 'cache/assurance', kind, String(index))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const built = join(ROOT, 'artifacts')
  // Without the build's infos the chain knows no contract by its code, with a bug or without.
  cpSync(built, join(folder, 'artifacts'), { recursive: true, filter: (path) => path !== join(built, 'build-info') })
  writeFileSync(join(folder, 'hardhat.config.ts'), configOf(folder))
  return folder
}

/** Lane number `index`, made anew. */
export const makeLane = (index: number): Lane => ({ folder: makeFolder('bugs', index), compiler: new Compiler() })

/** Puts `contracts` into the lane; contracts that are not among them become the repository's again. */
function put({ folder }: Lane, contracts: Record<string, Compiled>): void {
  for (const contract of ['Escrow', 'EscrowFactory']) {
    const original = Artifact.parse(JSON.parse(readFileSync(artifactPath(join(ROOT, 'artifacts'), contract), 'utf8')))
    const artifact = { ...original, ...contracts[contract] }
    writeFileSync(artifactPath(join(folder, 'artifacts'), contract), JSON.stringify(artifact))
  }
}

/** The report of `suites` on the core with `bug` (undefined: as it is); undefined if it wrote none. With `bail` it stops at the first failure. */
export async function report(
  lane: Lane,
  bug: Bug | undefined,
  suites: readonly string[],
  bail: boolean,
): Promise<Report | undefined> {
  put(lane, await lane.compiler.compiled(bug, QUICK))
  const path = join(lane.folder, 'report.json')
  rmSync(path, { force: true })
  const files = suites.map((suite) => join(ROOT, 'test', `${suite}.test.ts`))
  const config = join(lane.folder, 'hardhat.config.ts')
  await runNode([HARDHAT, '--config', config, 'test', 'mocha', '--no-compile', ...(bail ? ['--bail'] : []), ...files])
  return existsSync(path) ? readReport(readFileSync(path, 'utf8')) : undefined
}
