/** The build behind the artifacts: what the compiler is given today, and whether the artifacts come from that. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Artifact, BuildInfo } from 'hardhat/types/artifacts'
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre'
import type { CompilerInput } from 'hardhat/types/solidity'

/** What the compiler is given for one contract: its source and what that imports, nothing else. */
export async function compilerInput(
  hre: HardhatRuntimeEnvironment,
  artifact: Artifact,
): Promise<{ input: CompilerInput; compiler: string }> {
  const source = join(hre.config.paths.root, artifact.sourceName)
  const jobs = await hre.solidity.getCompilationJobs([source], { buildProfile: 'production', force: true, quiet: true })
  if (!jobs.success) throw new Error(jobs.formattedReason)
  const job = jobs.compilationJobsPerFile.get(source)
  if (job === undefined) throw new Error(`${artifact.sourceName} has no compilation job`)
  return { input: await job.getSolcInput(), compiler: job.solcLongVersion }
}

/** The build info that an artifact came from; undefined if it is gone. */
export async function buildInfoOf(hre: HardhatRuntimeEnvironment, artifact: Artifact): Promise<BuildInfo | undefined> {
  const path = artifact.buildInfoId && (await hre.artifacts.getBuildInfoPath(artifact.buildInfoId))
  return path ? (JSON.parse(readFileSync(path, 'utf8')) as BuildInfo) : undefined
}

/** Every way in which an artifact differs from what today's sources and the production profile would give. */
export async function buildFaults(hre: HardhatRuntimeEnvironment, artifact: Artifact): Promise<string[]> {
  const built = await buildInfoOf(hre, artifact)
  const again = 'run `npx hardhat build --force`'
  if (built === undefined) return [`build: ${artifact.contractName} has no build info; ${again}`]
  const { input, compiler } = await compilerInput(hre, artifact)
  const faults: string[] = []
  if (built.solcLongVersion !== compiler) {
    faults.push(`build: ${artifact.contractName} was compiled by ${built.solcLongVersion}, not ${compiler}; ${again}`)
  }
  for (const name of ['evmVersion', 'viaIR', 'optimizer'] as const) {
    const [was, is] = [built.input.settings[name], input.settings[name]].map((value) => JSON.stringify(value))
    if (was !== is) faults.push(`build: ${artifact.contractName} was compiled with ${name} ${was}, not ${is}; ${again}`)
  }
  for (const [file, { content }] of Object.entries(input.sources)) {
    if (built.input.sources[file]?.content !== content) {
      faults.push(`build: ${file} is not what ${artifact.contractName} was compiled from; ${again}`)
    }
  }
  return faults
}
