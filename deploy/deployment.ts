/** The deployment in steps: preflight, deploy what is missing, verify, record. A second run changes nothing. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre'
import type { NetworkConnection } from 'hardhat/types/network'
import { compilerInput } from './build.ts'
import { peripheryModule } from './modules/Periphery.ts'
import { isCodeOf, plan, saltOf, type Planned, type Role } from './plan.ts'
import { preflight, type Target } from './preflight.ts'
import { readRecord, writeRecord, type DeploymentRecord } from './record.ts'

/** What the operator has to put right before anything is sent. */
export class PreflightError extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(
      `The preflight found ${faults.length} fault(s); nothing was sent:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    )
    this.name = 'PreflightError'
    this.faults = faults
  }
}

/** What is on the chain after the deployment is not what was to be there. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError'
}

export interface DeployParameters {
  hre: HardhatRuntimeEnvironment
  connection: NetworkConnection
  /** The chain id that the operator asked for. */
  chain: number
  /** The folder of the records. */
  records: string
  /** Ignition's progress on the terminal. */
  displayUi?: boolean
}

/** Deploys what is missing and returns the record; throws `PreflightError` before anything is sent, `VerificationError` after. */
export async function deployAll(parameters: DeployParameters): Promise<{ record: DeploymentRecord; deployed: Role[] }> {
  const { hre, connection, records, chain } = parameters
  const target = { hre, connection, chain, records, plan: await plan(hre.artifacts, saltOf(hre.config)) }
  const faults = await preflight(target)
  if (faults.length > 0) throw new PreflightError(faults)
  const before = await connection.ethers.provider.getBlockNumber()
  const missing = await missingOf(target)
  if (missing.length > 0) await deployMissing(target, missing, parameters.displayUi ?? false)
  await verify(target)
  let record = readRecord(records, chain)
  if (record === undefined) {
    const isNew = missing.some(({ role }) => role === 'factory')
    record = await recordOf(target, isNew ? before : 0)
    writeRecord(records, record)
  }
  return { record, deployed: missing.map(({ role }) => role) }
}

async function missingOf({ connection, plan }: Target): Promise<Planned[]> {
  const codes = await Promise.all(plan.map(({ address }) => connection.ethers.provider.getCode(address)))
  return plan.filter((_, i) => codes[i] === '0x')
}

/** Ignition's journal is dropped: the chain itself tells what is there, also what somebody else has put there. */
async function deployMissing({ hre, connection, chain, plan }: Target, missing: Planned[], displayUi: boolean) {
  const deploymentId = `lodestone-${chain}`
  const journal = join(hre.config.paths.ignition, 'deployments', deploymentId)
  const present = plan
    .filter((planned) => !missing.includes(planned))
    .map(({ name, address }) => [name, address] as const)
  rmSync(journal, { recursive: true, force: true })
  try {
    await connection.ignition.deploy(peripheryModule(Object.fromEntries(present)), {
      strategy: 'create2',
      deploymentId,
      displayUi,
    })
  } finally {
    rmSync(journal, { recursive: true, force: true })
  }
}

/** Compares what is on the chain with the artifacts, and what the contracts say of one another with the plan. */
async function verify({ connection, plan }: Target): Promise<void> {
  const { ethers } = connection
  for (const { name, artifact, address } of plan) {
    if (!isCodeOf(artifact, await ethers.provider.getCode(address))) {
      throw new VerificationError(`${name} at ${address} does not have the code of its artifact`)
    }
  }
  const [implementation, factory, router, directory] = plan.map(({ address }) => address) as [
    string,
    string,
    string,
    string,
  ]
  const links: [string, string, string][] = [
    [factory, 'implementation', implementation],
    [router, 'factory', factory],
    [directory, 'factory', factory],
  ]
  for (const [address, getter, expected] of links) {
    const contract = new ethers.Contract(address, [`function ${getter}() view returns (address)`], ethers.provider)
    const actual: unknown = await contract.getFunction(getter)()
    if (actual !== expected)
      throw new VerificationError(`${getter}() of ${address} is ${String(actual)}, not ${expected}`)
  }
}

async function recordOf({ hre, connection, chain, plan }: Target, from: number): Promise<DeploymentRecord> {
  const [implementation, factory, router, directory] = plan as [Planned, Planned, Planned, Planned]
  return {
    chainId: chain,
    implementation: implementation.address,
    factory: factory.address,
    router: router.address,
    directory: directory.address,
    block: await firstBlockWithCode(connection, factory.address, from),
    compiler: (await compilerInput(hre, factory.artifact)).compiler,
  }
}

/** Bisects for the block that created `address`, at or after `from`. Of an old contract the node must have old state (archive). */
async function firstBlockWithCode(connection: NetworkConnection, address: string, from: number): Promise<number> {
  const { provider } = connection.ethers
  let [low, high] = [from, await provider.getBlockNumber()]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((await provider.getCode(address, middle)) === '0x') low = middle + 1
    else high = middle
  }
  return high
}
