/** What could go wrong, found before anything is sent: every fault at once, each with what to do about it. */
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre'
import type { NetworkConnection } from 'hardhat/types/network'
import { formatEther, keccak256 } from 'ethers'
import { buildFaults } from './build.ts'
import { CREATE_X, CREATE_X_CODE_HASH, isCodeOf, type Planned } from './plan.ts'
import { readRecord, recordFile } from './record.ts'

/** The chain id on which Ignition puts CreateX itself: Hardhat's own chain. */
const LOCAL_CHAIN = 31337n

/**
 * TSTORE(0, 1), then TLOAD(0), through MCOPY: as init code it returns 1 where Cancun is active and fails elsewhere.
 * PUSH1 1 PUSH0 TSTORE PUSH0 TLOAD PUSH0 MSTORE PUSH1 32 PUSH0 PUSH1 32 MCOPY PUSH1 32 PUSH1 32 RETURN
 */
const CANCUN_PROBE = '0x60015f5d5f5c5f5260205f60205e60206020f3'
const ONE = `0x${'1'.padStart(64, '0')}`

export interface Target {
  hre: HardhatRuntimeEnvironment
  connection: NetworkConnection
  /** The chain id that the operator asked for. */
  chain: number
  /** The folder of the records. */
  records: string
  plan: Planned[]
}

/** Lists all faults; an empty list means that the deployment may start. */
export async function preflight(target: Target): Promise<string[]> {
  const found = await Promise.all([
    chainFaults(target),
    createXFaults(target),
    cancunFaults(target),
    codeFaults(target),
    deployerFaults(target),
  ])
  const builds = await Promise.all(target.plan.map(({ artifact }) => buildFaults(target.hre, artifact)))
  return [...new Set([...found.flat(), ...recordFaults(target), ...builds.flat()])]
}

async function chainFaults({ connection, chain }: Target): Promise<string[]> {
  const { chainId } = await connection.ethers.provider.getNetwork()
  if (chainId === BigInt(chain)) return []
  return [
    `--chain: ${chain} was asked for, but the node is on chain ${chainId}; set LODESTONE_RPC to a node of chain ${chain}`,
  ]
}

async function createXFaults({ connection }: Target): Promise<string[]> {
  const code = await connection.ethers.provider.getCode(CREATE_X)
  if (code !== '0x' && keccak256(code) === CREATE_X_CODE_HASH) return []
  if (code !== '0x') return [`CreateX: other code is at ${CREATE_X}; this chain cannot have the common addresses`]
  const { chainId } = await connection.ethers.provider.getNetwork()
  if (chainId === LOCAL_CHAIN) return []
  return [`CreateX: nothing is at ${CREATE_X}; send its presigned deployment transaction (see docs/deploy.md) first`]
}

async function cancunFaults({ connection }: Target): Promise<string[]> {
  const answer = await connection.ethers.provider.call({ data: CANCUN_PROBE }).catch(() => '0x')
  return answer === ONE ? [] : ['EVM: no transient storage (EIP-1153, Cancun); the contracts cannot run on this chain']
}

async function codeFaults({ connection, plan }: Target): Promise<string[]> {
  const faults: string[] = []
  for (const { name, artifact, address } of plan) {
    const code = await connection.ethers.provider.getCode(address)
    if (code !== '0x' && !isCodeOf(artifact, code)) {
      faults.push(`${name}: other code is at ${address}; do not use this chain's node before you know why`)
    }
  }
  return faults
}

async function deployerFaults({ connection, plan }: Target): Promise<string[]> {
  const { provider } = connection.ethers
  const [deployer] = await connection.ethers.getSigners()
  if (deployer === undefined)
    return ['LODESTONE_DEPLOYER_KEY: no account; `npx hardhat keystore set LODESTONE_DEPLOYER_KEY`']
  const faults: string[] = []
  const pending =
    (await provider.getTransactionCount(deployer, 'pending')) - (await provider.getTransactionCount(deployer, 'latest'))
  if (pending > 0)
    faults.push(`deployer: ${deployer.address} has ${pending} pending transactions; wait for them or replace them`)
  let gas = 0n
  for (const { address, artifact, initCode } of plan) {
    if ((await provider.getCode(address)) === '0x') gas += gasBound(initCode, artifact.deployedBytecode)
  }
  const { maxFeePerGas, gasPrice } = await provider.getFeeData()
  const cost = gas * (maxFeePerGas ?? gasPrice ?? 0n)
  const balance = await provider.getBalance(deployer)
  if (balance < cost) {
    const [needs, has] = [formatEther(cost), formatEther(balance)]
    faults.push(
      `deployer: ${deployer.address} needs up to ${needs} of the chain's coin and has ${has}; send it the rest`,
    )
  }
  return faults
}

/** An upper bound of what a deployment through CreateX costs: transaction, data, creation, code, and the rest generously. */
function gasBound(initCode: string, runtimeCode: string): bigint {
  const [initBytes, runtimeBytes] = [initCode, runtimeCode].map((code) => BigInt(code.length / 2 - 1)) as [
    bigint,
    bigint,
  ]
  return 21_000n + 17n * initBytes + 32_000n + 200n * runtimeBytes + 100_000n
}

function recordFaults({ chain, records, plan }: Target): string[] {
  const file = recordFile(records, chain)
  try {
    const record = readRecord(records, chain)
    if (record === undefined) return []
    return plan
      .filter(({ role, address }) => record[role] !== address)
      .map(
        ({ role, address }) =>
          `${file}: ${role} is ${record[role]}, this build gives ${address}; move the record away to deploy anew`,
      )
  } catch {
    return [`${file}: is not a valid record; move it away to have it written anew`]
  }
}
