/** One embedded chain for measuring: fixed accounts and start, so that the same contracts always cost the same gas. */
import { artifacts, network } from 'hardhat'
import {
  type Abi,
  type Address,
  type Hex,
  decodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  hexToNumber,
  numberToHex,
} from 'viem'
import { z } from 'zod'

/** Start of every chain (2030-01-01), unix seconds. */
export const START = 1_893_456_000n

const receiptSchema = z.object({
  status: z.literal('0x1', 'a transaction of the benchmark reverted'),
  gasUsed: z.custom<Hex>(),
  contractAddress: z.custom<Address>().nullable(),
})

export interface Contract {
  address: Address
  abi: Abi
}

export interface Chain {
  /** Unlocked accounts with ether. */
  accounts: Address[]
  chainId: number
  deploy(name: string, args: readonly unknown[]): Promise<Contract>
  /** Sends a call, requires success and returns its receipt's `gasUsed`. */
  send(from: Address, to: Contract, functionName: string, args: readonly unknown[], gas?: bigint): Promise<number>
  /** The address that a view function returns. */
  readAddress(to: Contract, functionName: string, args: readonly unknown[]): Promise<Address>
  /** Moves the clock forward by `seconds`. */
  advance(seconds: bigint): Promise<void>
  close(): Promise<void>
}

/** Starts a chain of its own without gas caps for blocks and transactions. */
export async function startChain(): Promise<Chain> {
  const connection = await network.create({
    override: {
      initialDate: new Date(Number(START) * 1000),
      allowBlocksWithSameTimestamp: true,
      blockGasLimit: 1_000_000_000n,
      transactionGasCap: false,
      hardfork: 'cancun',
    },
  })
  const request = (method: string, ...params: unknown[]): Promise<unknown> =>
    connection.provider.request({ method, params })
  const accounts = z.array(z.custom<Address>()).parse(await request('eth_accounts'))
  const chainId = hexToNumber(z.custom<Hex>().parse(await request('eth_chainId')))

  async function transact(from: Address, to: Address | undefined, data: Hex, gas = 5_000_000n) {
    const transaction = { from, data, gas: numberToHex(gas), ...(to === undefined ? {} : { to }) }
    const hash = await request('eth_sendTransaction', transaction)
    return receiptSchema.parse(await request('eth_getTransactionReceipt', hash))
  }

  return {
    accounts,
    chainId,
    async deploy(name, args) {
      const { abi, bytecode } = z
        .object({ abi: z.custom<Abi>(), bytecode: z.custom<Hex>() })
        .parse(await artifacts.readArtifact(name))
      const [deployer] = z.tuple([z.custom<Address>()]).rest(z.unknown()).parse(accounts)
      const receipt = await transact(deployer, undefined, encodeDeployData({ abi, bytecode, args }), 30_000_000n)
      return { address: z.custom<Address>((value) => value !== null).parse(receipt.contractAddress), abi }
    },
    async send(from, to, functionName, args, gas) {
      const data = encodeFunctionData({ abi: to.abi, functionName, args })
      return hexToNumber((await transact(from, to.address, data, gas)).gasUsed)
    },
    async readAddress(to, functionName, args) {
      const data = encodeFunctionData({ abi: to.abi, functionName, args })
      const result = z.custom<Hex>().parse(await request('eth_call', { to: to.address, data }, 'latest'))
      return decodeAbiParameters([{ type: 'address' }], result)[0]
    },
    async advance(seconds) {
      await request('evm_increaseTime', Number(seconds))
      await request('evm_mine')
    },
    close: () => connection.close(),
  }
}

/** Runtime code size of a contract in bytes. */
export async function codeSize(name: string): Promise<number> {
  const { deployedBytecode } = z.object({ deployedBytecode: z.string() }).parse(await artifacts.readArtifact(name))
  return (deployedBytecode.length - 2) / 2
}
