/** A chain of its own for the SDK's tests: contracts deployed by viem from the artifacts, and a client and a writer for each role. */
import { readFile } from 'node:fs/promises'
import { network } from 'hardhat'
import {
  createPublicClient,
  createWalletClient,
  custom,
  encodeFunctionData,
  getAddress,
  parseAbi,
  type Abi,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Writer } from '../../sdk/actions/writer.ts'
import type { Origin } from '../../sdk/model/escrowAddress.ts'

export const UNIT = 1_000_000n
export const TUSD = { symbol: 'TUSD', decimals: 6 }
export const mintAbi = parseAbi(['function mint(address to, uint256 amount)'])

export interface SdkWorld {
  client: PublicClient
  writers: Writer[]
  accounts: Address[]
  /** Five accounts in ascending order. */
  panel: Address[]
  token: Address
  origin: Origin
  block: bigint
  /** Mines a block at exactly this time. */
  mineAt(seconds: bigint): Promise<void>
  now(): Promise<bigint>
  writer(account: Address): Writer
  /** Deploys `source`, an artifact without its ending, and returns its address. */
  deploy(source: string, args: unknown[]): Promise<Address>
  /** Puts the runtime code of `source` at `address`, as an upgrade would. */
  upgrade(address: Address, source: string): Promise<void>
  /**
   * A writer that signs for itself (so that gas is estimated before it signs), with an account of its own that has ETH. What it
   * signs first waits while `meanwhile` happens on the chain, and is included after it.
   */
  overtaken(meanwhile: () => Promise<unknown>): Promise<Writer>
}

/** A fresh chain with everything deployed; every account has 50,000,000 tokens of 6 decimals. */
export async function sdkWorld(): Promise<SdkWorld> {
  const { provider } = await network.create()
  // A refusal by a chain in this process is final: asking again would only take time.
  const transport = custom(
    { request: (call: { method: string; params?: unknown[] }) => provider.request(call) },
    { retryCount: 0 },
  )
  const client: PublicClient = createPublicClient({ transport, pollingInterval: 10, cacheTime: 0 })
  const accounts = ((await provider.request({ method: 'eth_accounts' })) as Hex[]).map((one) => getAddress(one))
  const writers = accounts.map((account) => ({ client, wallet: createWalletClient({ account, transport }) }))
  const [first] = writers as [Writer]
  const deploy = async (source: string, args: unknown[]): Promise<Address> => {
    const artifact = await readArtifact(source)
    const hash = await first.wallet.deployContract({ ...artifact, args, chain: null })
    return (await client.waitForTransactionReceipt({ hash })).contractAddress!
  }
  const token = await deploy('mocks/TestToken.sol/TestToken', ['Test Dollar', 'TUSD', 6])
  const implementation = await deploy('Escrow.sol/Escrow', [])
  const factory = await deploy('EscrowFactory.sol/EscrowFactory', [implementation])
  for (const account of accounts) {
    const data = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [account, 50_000_000n * UNIT] })
    await first.wallet.sendTransaction({ to: token, data, chain: null })
  }
  return {
    client,
    writers,
    accounts,
    panel: accounts.slice(8, 13).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
    token,
    origin: { factory, implementation },
    block: await client.getBlockNumber(),
    mineAt: async (seconds) => {
      await provider.request({ method: 'evm_setNextBlockTimestamp', params: [Number(seconds)] })
      await provider.request({ method: 'evm_mine' })
    },
    now: async () => (await client.getBlock()).timestamp,
    writer: (account) => writers[accounts.indexOf(account)]!,
    deploy,
    upgrade: async (address, source) => {
      const { deployedBytecode } = await readArtifact(source)
      await provider.request({ method: 'hardhat_setCode', params: [address, deployedBytecode] })
    },
    overtaken: async (meanwhile) => {
      const account = privateKeyToAccount(generatePrivateKey())
      await first.wallet.sendTransaction({ to: account.address, value: 10n ** 18n, chain: null })
      let happened = false
      const late = custom({
        request: async (call: { method: string; params?: unknown[] }): Promise<unknown> => {
          if (call.method === 'eth_sendRawTransaction' && !happened) {
            happened = true
            await meanwhile()
          }
          return provider.request(call)
        },
      })
      return { client, wallet: createWalletClient({ account, transport: late }) }
    },
  }
}

interface Artifact {
  abi: Abi
  bytecode: Hex
  deployedBytecode: Hex
}

export async function readArtifact(source: string): Promise<Artifact> {
  const file = new URL(`../../artifacts/contracts/${source}.json`, import.meta.url)
  const { abi, bytecode, deployedBytecode } = JSON.parse(await readFile(file, 'utf8')) as Artifact
  return { abi, bytecode, deployedBytecode }
}
