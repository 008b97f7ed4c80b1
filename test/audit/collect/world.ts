/** For the tests of what an audit reads: a chain with escrows and claims, and an endpoint over it that can be limited or lie. */
import { getAddress, type Address, type Hex, type PublicClient, type TestClient } from 'viem'
import { approve } from '../../../sdk/actions/approve.ts'
import { create } from '../../../sdk/actions/create.ts'
import { file } from '../../../sdk/actions/file.ts'
import { pledge } from '../../../sdk/actions/pledge.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { openEndpoint } from '../../../audit/collect/batches.ts'
import { collect, type Collection, type CollectOptions } from '../../../audit/collect/collect.ts'
import type { Finding } from '../../../audit/finding.ts'
import type { Entry } from '../../../audit/history.ts'
import { OUTCOME, sampleTerms } from '../../sdk/samples.ts'
import { sdkWorld, UNIT, type SdkWorld } from '../../sdk/world.ts'
import { controls } from '../../oracle/panel.ts'
import { lyingEndpoint, type LyingEndpoint } from './endpoint.ts'

export interface CollectWorld {
  sdk: SdkWorld
  node: TestClient
  endpoint: LyingEndpoint
  /** Creates an escrow; `change` its terms. */
  escrow(change?: Partial<Terms>): Promise<Address>
  /** A pledge, in a block of its own. */
  pledge(escrow: Address, amount?: bigint): Promise<void>
  stop(): Promise<void>
}

/** A chain in this process, with a factory. */
export async function collectWorld(): Promise<CollectWorld> {
  const sdk = await sdkWorld()
  const endpoint = await lyingEndpoint(sdk.client)
  const [funder] = sdk.writers
  const approved = new Set<Address>()
  return {
    sdk,
    node: controls(sdk.client),
    endpoint,
    escrow: async (change = {}) => {
      const terms = await sampleTerms(sdk, change)
      const { result } = await create(funder!, sdk.origin, terms, OUTCOME)
      return getAddress(result as Address)
    },
    pledge: async (escrow, amount = 10n * UNIT) => {
      if (!approved.has(escrow)) await approve(funder!, sdk.token, escrow, 1_000n * UNIT)
      approved.add(escrow)
      await pledge(funder!, escrow, { amount, receiver: funder!.wallet.account.address })
    },
    stop: () => endpoint.stop(),
  }
}

/** Files a claim as the second account. */
export async function fileClaim(w: CollectWorld, escrow: Address, commitment: Hex): Promise<Hex> {
  const solver = w.sdk.writers[1]!
  const { result } = await file(solver, escrow, { commitment, payee: solver.wallet.account.address, uri: 'ipfs://x' })
  return result as Hex
}

/** A collection, read to its end. */
export interface Collected {
  collection: Collection
  findings: Finding[]
  /** Of the escrows in the order of the collection. */
  entries: Entry[][]
}

/** Collects through an endpoint up to the latest block, reads all entries, and closes. */
export async function collected(
  w: { sdk: Pick<SdkWorld, 'origin'>; endpoint: { url: string } },
  options: Partial<CollectOptions> = {},
): Promise<Collected> {
  const findings: Finding[] = []
  const collection = await collect({
    client: openEndpoint(w.endpoint.url),
    origin: w.sdk.origin,
    pin: { tag: 'latest' },
    note: (finding) => findings.push(finding),
    ...options,
  })
  try {
    const entries = collection.subjects.map((subject) => [...collection.entries(subject)])
    return { collection, findings, entries }
  } finally {
    collection.close()
  }
}

/** What entries say, in short. */
export function named(entries: readonly Entry[]): string[] {
  return entries.map(({ eventName, blockNumber, logIndex }) => `${blockNumber}/${logIndex} ${eventName}`)
}

/** The same, asked of the chain without the collector. */
export async function truthOf(client: PublicClient, escrow: Address, asset: Address): Promise<string[]> {
  const logs = await client.getLogs({ fromBlock: 0n })
  const wanted = logs.filter(({ address, topics }) => {
    if (getAddress(address) === escrow) return true
    const parties = topics.slice(1, 3).map((topic) => getAddress(`0x${topic.slice(26)}`))
    return (
      getAddress(address) === getAddress(asset) &&
      topics.length === 3 &&
      TRANSFER === topics[0] &&
      parties.includes(escrow)
    )
  })
  return wanted.map(({ blockNumber, logIndex }) => `${blockNumber}/${logIndex}`)
}

const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
