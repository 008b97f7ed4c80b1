/** The chain on which frauds are played: each begins from the same state, at the same second, with contracts at the same addresses. */
import { network } from 'hardhat'
import {
  createPublicClient,
  createWalletClient,
  custom,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  type Abi,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem'
import { mintAbi, readArtifact, UNIT } from '../../sdk/world.ts'
import { INSIDER, turnedOn, type Built } from './core.ts'

export type Request = (method: string, ...params: unknown[]) => Promise<unknown>

export interface Contracts {
  token: Address
  factory: Address
  implementation: Address
  /** The block before the factory's. */
  block: bigint
}

export interface Stage {
  client: PublicClient
  request: Request
  accounts: readonly Address[]
  /** The contracts as they are, from the first state; then `play`. */
  honest(): Promise<Contracts>
  /** The same with fraud number `id` of `core` on. */
  tampered(core: Built, id: number): Promise<Contracts>
  /** The second at which a play begins. */
  start: bigint
  close(): Promise<void>
}

const START = 1_900_000_000n
const GAS = 30_000_000n

/** A chain with a token of which everybody has 1,000,000 (6 decimals). */
export async function openStage(): Promise<Stage> {
  const connection = await network.create({
    network: 'default',
    override: {
      allowUnlimitedContractSize: true,
      transactionGasCap: false,
      blockGasLimit: 100_000_000n,
      initialDate: new Date(Number(START - 1_000n) * 1000),
    },
  })
  const request: Request = (method, ...params) => connection.provider.request({ method, params })
  const transport = custom(
    {
      request: ({ method, params }: { method: string; params?: unknown[] }) =>
        connection.provider.request({ method, params: params ?? [] }),
    },
    { retryCount: 0 },
  )
  const client: PublicClient = createPublicClient({ transport, pollingInterval: 10, cacheTime: 0 })
  const accounts = ((await request('eth_accounts')) as Hex[]).map((one) => getAddress(one))
  if (accounts[7] !== INSIDER) throw new Error(`account 7 is ${accounts[7]}, not the insider`)
  const deployer = createWalletClient({ account: accounts[19]!, transport })
  let at = START - 500n
  const deploy = async (data: Hex): Promise<Address> => {
    await request('evm_setNextBlockTimestamp', Number(++at))
    const hash = await deployer.sendTransaction({ data, gas: GAS, chain: null })
    const { contractAddress, status } = await client.getTransactionReceipt({ hash })
    if (status !== 'success') throw new Error('the contract was not deployed')
    return getAddress(contractAddress!)
  }
  const creation = async (name: string, args: unknown[], bytecode?: Hex) => {
    const artifact: { abi: Abi; bytecode: Hex } = await readArtifact(name)
    return encodeDeployData({ abi: artifact.abi, bytecode: bytecode ?? artifact.bytecode, args })
  }
  const token = await deploy(await creation('mocks/TestToken.sol/TestToken', ['Test Dollar', 'TUSD', 6]))
  for (const account of accounts) {
    const data = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [account, 1_000_000n * UNIT] })
    await request('evm_setNextBlockTimestamp', Number(++at))
    await deployer.sendTransaction({ to: token, data, gas: 1_000_000n, chain: null })
  }
  const block = await client.getBlockNumber()
  const ready = at
  let snapshot = await request('evm_snapshot')
  const begin = async (escrow?: Hex, factory?: Hex): Promise<Contracts> => {
    if ((await request('evm_revert', snapshot)) !== true) throw new Error('the chain did not go back')
    snapshot = await request('evm_snapshot')
    at = ready
    const implementation = await deploy(await creation('Escrow.sol/Escrow', [], escrow))
    const made = await deploy(await creation('EscrowFactory.sol/EscrowFactory', [implementation], factory))
    return { token, factory: made, implementation, block }
  }
  return {
    client,
    request,
    accounts,
    start: START,
    honest: () => begin(),
    tampered: async (core, id) => {
      const contracts = await begin(`0x${core.Escrow}`, `0x${core.EscrowFactory}`)
      for (const address of [contracts.implementation, contracts.factory]) {
        await request('hardhat_setCode', address, turnedOn((await client.getCode({ address }))!, id))
      }
      return contracts
    },
    close: () => connection.close(),
  }
}
