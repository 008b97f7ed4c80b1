/** What a public explorer needs to verify the sources: for each contract a standard-JSON input and its particulars. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre'
import { compilerInput } from './build.ts'
import { plan, saltOf } from './plan.ts'

/** What an explorer's form asks for beside the standard-JSON input. */
export interface Particulars {
  address: string
  /** Fully qualified name within the input. */
  contract: string
  compiler: string
  /** ABI-encoded constructor arguments, without 0x. */
  constructorArguments: string
  /** The file of the standard-JSON input. */
  input: string
}

/** Writes `<Contract>.json` (standard-JSON input) for each contract and `particulars.json` to the folder `out`. */
export async function writeSources(hre: HardhatRuntimeEnvironment, out: string): Promise<Particulars[]> {
  mkdirSync(out, { recursive: true })
  const all: Particulars[] = []
  for (const { name, artifact, address, args } of await plan(hre.artifacts, saltOf(hre.config))) {
    const { input, compiler } = await compilerInput(hre, artifact)
    const file = `${name}.json`
    writeFileSync(join(out, file), `${JSON.stringify(input, undefined, 2)}\n`)
    all.push({
      address,
      contract: `${artifact.inputSourceName}:${name}`,
      compiler: `v${compiler}`,
      constructorArguments: args.slice(2),
      input: file,
    })
  }
  writeFileSync(join(out, 'particulars.json'), `${JSON.stringify(all, undefined, 2)}\n`)
  return all
}
