import { network } from 'hardhat'
import {
  createPublicClient,
  createWalletClient,
  custom,
  keccak256,
  numberToHex,
  stringToHex,
  type Address,
  type Chain as ChainDefinition,
  type LocalAccount,
  type PublicClient,
  type Transport,
} from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { hardhat } from 'viem/chains'
import type { Writer } from '../../sdk/actions/writer.ts'

/** The chain that the main job runs on. */
export interface Chain {
  /** What kind of chain it is: the first words of a sentence. */
  readonly kind: string
  readonly client: PublicClient
  /** Signs and sends as the account of this name; the account is given ether for gas on first use. */
  as(name: string): Promise<Writer>
  address(name: string): Address
  /** The key of this name, for who signs by itself. */
  account(name: string): LocalAccount
  /** Unix seconds of the last block. */
  now(): Promise<bigint>
  /** Lets time pass up to `time`, in unix seconds, unless it has already. */
  moveTo(time: bigint): Promise<void>
  close(): Promise<void>
}

/** What each kind of chain does its own way; it mines every transaction at once. */
export interface Host {
  readonly kind: string
  readonly definition: ChainDefinition
  readonly transport: Transport
  /** Gives `account` at least this much, in wei. */
  fund(account: Address, wei: bigint): Promise<void>
  /** Mines a block without transactions at `time`, in unix seconds, which is after the last block. */
  mineAt(time: bigint): Promise<void>
  close(): Promise<void>
}

/** Every chain of the main job starts then, at midnight UTC. */
export const START = new Date('2027-01-01T00:00:00Z')
const POLLING = 5 // milliseconds: the chain mines at once
const GAS_MONEY = 10n ** 20n

/** The embedded chain: it lives in this process and ends with it. */
export async function startChain(): Promise<Chain> {
  const connection = await network.create({ network: 'default', override: { initialDate: START } })
  const { provider } = connection
  return chainOn({
    kind: 'An embedded chain',
    definition: hardhat,
    transport: custom(provider),
    async fund(account, wei) {
      await provider.request({ method: 'hardhat_setBalance', params: [account, numberToHex(wei)] })
    },
    async mineAt(time) {
      await provider.request({ method: 'evm_setNextBlockTimestamp', params: [numberToHex(time)] })
      await provider.request({ method: 'evm_mine', params: [] })
    },
    close: () => connection.close(),
  })
}

/**
 * The main job's view of `host`.
 * @param accountOf who is behind a name.
 */
export function chainOn(host: Host, accountOf: (name: string) => LocalAccount = localAccount): Chain {
  const { kind, definition: chain, transport } = host
  const settings = { chain, transport, pollingInterval: POLLING, cacheTime: 0 }
  const client: PublicClient = createPublicClient(settings)
  const writers = new Map<string, Writer>()

  const now = async (): Promise<bigint> => (await client.getBlock()).timestamp
  return {
    kind,
    client,
    address: (name) => accountOf(name).address,
    account: accountOf,
    now,
    async as(name) {
      const known = writers.get(name)
      if (known !== undefined) return known
      const account = accountOf(name)
      await host.fund(account.address, GAS_MONEY)
      const writer = { client, wallet: createWalletClient({ ...settings, account }) }
      writers.set(name, writer)
      return writer
    },
    async moveTo(time) {
      if (time > (await now())) await host.mineAt(time)
    },
    close: () => host.close(),
  }
}

/** An account whose key follows from its name: worthless outside this chain. */
export function localAccount(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keccak256(stringToHex(`Lodestone: ${name}`)))
}
