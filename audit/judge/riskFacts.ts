import {
  getAddress,
  isAddressEqual,
  isHex,
  parseAbi,
  slice,
  zeroAddress,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem'
import { operatorDirectoryAbi } from '../../sdk/abi/operatorDirectory.ts'
import { decodeEvent } from '../../sdk/events/event.ts'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Pinned, Subject } from '../history.ts'
import type { EscrowState } from '../model/state.ts'
import { kindOf } from './accounts.ts'
import { isUnreachable } from './transactionInputs.ts'

/** Where proxies keep what can be changed about them. */
export const PROXY_SLOTS = {
  'EIP-1967 implementation': '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc',
  'EIP-1967 beacon': '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50',
  'EIP-1967 admin': '0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103',
  'zeppelinos implementation': '0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3',
  'zeppelinos admin': '0x10d6a54a4754c8869d6886b5f5d7fbfa5b4522237ea5c60d11bc4e7a1ff9390b',
  'EIP-1822 implementation': '0xc5f16f0fcc639fa48a6947836d9850f504798523bf8c9a3a87d5876cf622bcf7',
} as const

/** What a member has said of itself in the OperatorDirectory. */
export interface MemberEntry {
  member: Address
  /** Empty: it never published. */
  endpoint: string
  encryptionKey: string
  accepted: boolean
}

/** What risks are judged by, as it was at the pinned block. */
export interface RiskFacts {
  subject: Subject
  state: EscrowState
  pinned: Pinned
  /** Undefined where nobody arbitrates, or the endpoint does not say. */
  arbiter: 'key' | 'delegated' | 'contract' | undefined
  asset: {
    isContract: boolean | undefined
    /** Whether it answers as ERC-20 tokens do. */
    answers: { symbol: boolean; decimals: boolean }
    /** Names of the slots in which something stands, with the address there. */
    slots: readonly { name: string; address: Address }[]
  }
  /** Who created the escrow; undefined where that is not known. */
  creator: Address | undefined
  /** In the order of the panel; undefined without a directory, or where it does not answer. */
  members: readonly MemberEntry[] | undefined
  /** What could not be read. */
  unread: readonly string[]
}

export interface RiskOptions {
  client: PublicClient
  subject: Subject
  state: EscrowState
  pinned: Pinned
  /** The OperatorDirectory of the deployment, where there is one. */
  directory?: Address
  /** What was read of assets at this block, by their addresses: added to, so that each is asked once. */
  assets?: Map<Address, Promise<AssetFacts>>
}

/** What is known of an asset, and what could not be read of it. */
type AssetFacts = RiskFacts['asset'] & { unread: string[] }

const tokenAbi = parseAbi(['function decimals() view returns (uint8)'])
const symbolData: Hex = '0x95d89b41'

/** Reads what risks are judged by. @throws {ConnectionError} when the endpoint cannot be asked. */
export async function readRiskFacts(options: RiskOptions): Promise<RiskFacts> {
  const { client, subject, state, pinned, directory, assets = new Map<Address, Promise<AssetFacts>>() } = options
  const { terms, escrow, created } = subject
  const blockNumber = pinned.number
  const reading = assets.get(terms.asset) ?? readAsset(client, terms.asset, blockNumber)
  assets.set(terms.asset, reading)
  const { unread: unreadOfAsset, ...asset } = await reading
  const unread = [...unreadOfAsset]
  const read = reader(unread)
  const contract = { address: directory ?? zeroAddress, abi: operatorDirectoryAbi, blockNumber } as const
  const entryOf = async (member: Address): Promise<MemberEntry> => {
    const entry = await client.readContract({ ...contract, functionName: 'operatorOf', args: [member] })
    const since = await client.readContract({ ...contract, functionName: 'acceptedAt', args: [member, escrow] })
    return { member, endpoint: entry.endpoint, encryptionKey: entry.encryptionKey, accepted: since > 0n }
  }
  const members =
    directory === undefined
      ? undefined
      : await read('directory of operators', () => Promise.all(terms.panel.map(entryOf)))
  if (directory === undefined) unread.push('directory of operators')
  return {
    subject,
    state,
    pinned,
    arbiter:
      terms.arbiter === zeroAddress
        ? undefined
        : await read('code of the arbiter', () => kindAt(client, terms.arbiter, blockNumber)),
    asset,
    creator: created && (await read('creator', () => creatorOf(client, subject, created.transactionHash))),
    members,
    unread,
  }
}

/** Asks, and remembers in `unread` what is said to be unread where the endpoint refuses. */
function reader(unread: string[]) {
  return async <T>(what: string | undefined, run: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await run()
    } catch (error) {
      if (isUnreachable(error)) throw new ConnectionError('The endpoint does not say what risks there are.', error)
      if (what !== undefined && !unread.includes(what)) unread.push(what)
      return undefined
    }
  }
}

async function kindAt(client: PublicClient, address: Address, blockNumber: bigint) {
  return kindOf(await client.getCode({ address, blockNumber }))
}

async function readAsset(client: PublicClient, address: Address, blockNumber: bigint): Promise<AssetFacts> {
  const unread: string[] = []
  const read = reader(unread)
  const decimals = await read(undefined, () =>
    client.readContract({ address, abi: tokenAbi, functionName: 'decimals', blockNumber }),
  )
  // Old tokens answer with bytes32: any word will do.
  const symbol = await read(
    undefined,
    async () => (await client.call({ to: address, data: symbolData, blockNumber })).data,
  )
  const slots: { name: string; address: Address }[] = []
  for (const [name, slot] of Object.entries(PROXY_SLOTS)) {
    const found = await read('slots of the asset', async () =>
      addressIn((await client.getStorageAt({ address, slot, blockNumber })) ?? '0x0'),
    )
    if (found !== undefined && found !== zeroAddress) slots.push({ name, address: found })
  }
  const kind = await read('code of the asset', () => kindAt(client, address, blockNumber))
  return {
    isContract: kind === undefined ? undefined : kind === 'contract',
    answers: { symbol: isHex(symbol) && symbol.length >= 66, decimals: decimals !== undefined },
    slots,
    unread,
  }
}

/** Who called the factory, by the event of the creation. */
async function creatorOf(client: PublicClient, { factory, escrow }: Subject, hash: Hex): Promise<Address | undefined> {
  const { logs } = await client.getTransactionReceipt({ hash })
  for (const log of logs) {
    const event = isAddressEqual(log.address, factory) ? decodeEvent(log) : undefined
    if (event?.eventName === 'Created' && 'creator' in event.args && isAddressEqual(event.args.escrow, escrow))
      return event.args.creator
  }
  return undefined
}

/** @throws {TypeError} when it is no word. */
function addressIn(word: Hex): Address {
  if (!isHex(word) || word.length > 66) throw new TypeError('not a word')
  return getAddress(slice(`0x${word.slice(2).padStart(64, '0')}`, 12))
}
