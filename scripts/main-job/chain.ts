import { network } from 'hardhat'
import {
  createPublicClient,
  createWalletClient,
  custom,
  keccak256,
  stringToHex,
  type Address,
  type PublicClient,
} from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { hardhat } from 'viem/chains'
import type { Writer } from '../../sdk/actions/writer.ts'

/** The embedded chain: it lives in this process and ends with it. */
export interface Chain {
  readonly client: PublicClient
  /** Signs and sends as the account of this name; the account is given ether for gas on first use. */
  as(name: string): Promise<Writer>
  address(name: string): Address
  /** Unix seconds of the last block. */
  now(): Promise<bigint>
  /** Lets time pass up to `time`, in unix seconds, unless it has already. */
  moveTo(time: bigint): Promise<void>
  close(): Promise<void>
}

const START = '2027-01-01T00:00:00Z'
const POLLING = 5 // milliseconds: the chain mines at once
const GAS_MONEY = 10n ** 20n

export async function startChain(): Promise<Chain> {
  const connection = await network.create({ network: 'default', override: { initialDate: START } })
  const { provider } = connection
  const settings = { chain: hardhat, transport: custom(provider), pollingInterval: POLLING, cacheTime: 0 }
  const client: PublicClient = createPublicClient(settings)
  const writers = new Map<string, Writer>()

  const now = async (): Promise<bigint> => (await client.getBlock()).timestamp
  return {
    client,
    address: (name) => localAccount(name).address,
    now,
    async as(name) {
      const known = writers.get(name)
      if (known !== undefined) return known
      const account = localAccount(name)
      await provider.request({ method: 'hardhat_setBalance', params: [account.address, hex(GAS_MONEY)] })
      const writer = { client, wallet: createWalletClient({ ...settings, account }) }
      writers.set(name, writer)
      return writer
    },
    async moveTo(time) {
      if (time <= (await now())) return
      await provider.request({ method: 'evm_setNextBlockTimestamp', params: [hex(time)] })
      await provider.request({ method: 'evm_mine', params: [] })
    },
    close: () => connection.close(),
  }
}

/** An account whose key follows from its name: worthless outside this chain. */
function localAccount(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keccak256(stringToHex(`Lodestone: ${name}`)))
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`
}
