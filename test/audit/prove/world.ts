/** For the tests of proofs: escrows in many states on a chain in this process, on hardhat's node or on anvil, and their collected logs. */
import {
  createWalletClient,
  custom,
  encodeFunctionData,
  erc20Abi,
  keccak256,
  padHex,
  stringToHex,
  toHex,
  zeroAddress,
  zeroHash,
  type Abi,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../../sdk/abi/escrowFactory.ts'
import type { PlacedLog } from '../../../sdk/events/checkLogs.ts'
import { escrowAddress } from '../../../sdk/model/escrowAddress.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { observationTypedData } from '../../../sdk/model/typedData.ts'
import type { Pinned, Subject } from '../../../audit/history.ts'
import type { CollectedBlock, CollectedLogs } from '../../../audit/prove/history.ts'
import { cliWorld } from '../../cli/cli.ts'
import { ask } from '../../oracle/chain/endpoints.ts'
import { sdkWorld, UNIT } from '../../sdk/world.ts'

const PHRASE = 'test test test test test test test test test test test junk'
const DAY = 86_400n
const DOCUMENT = '{"title":"a test outcome"}'

/** The roles, by the number of their account. */
export const [FUNDER, FUNDER_2, FUNDER_3, SOLVER, PAYEE, ARBITER, STRANGER] = [0, 1, 2, 3, 4, 5, 11] as const
const accounts = Array.from({ length: 12 }, (_, addressIndex) => mnemonicToAccount(PHRASE, { addressIndex }))
export const addressOf = (role: number): Address => accounts[role]!.address
/** In ascending order of address. */
const members = accounts.slice(6, 11).sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))

export type Kind = 'EDR' | 'hardhat node' | 'anvil'

export interface ProveWorld {
  client: PublicClient
  chainId: number
  factory: Address
  implementation: Address
  token: Address
  deploy(source: string, args: unknown[]): Promise<Address>
  stop(): Promise<void>
}

export async function proveWorld(kind: Kind): Promise<ProveWorld> {
  if (kind === 'EDR') {
    const { client, origin, token, deploy } = await sdkWorld()
    return { client, chainId: 31_337, ...origin, token, deploy, stop: () => Promise.resolve() }
  }
  const { client, factory, token, deploy, stop } = await cliWorld(kind === 'anvil' ? 'anvil' : 'hardhat')
  const implementation = await client.readContract({
    address: factory,
    abi: escrowFactoryAbi,
    functionName: 'implementation',
  })
  return { client, chainId: 31_337, factory, implementation, token, deploy, stop }
}

/** One escrow, and what is done with it. */
export class Played {
  readonly world: ProveWorld
  readonly subject: Subject
  readonly claims: Hex[] = []
  #commitments = 0

  private constructor(world: ProveWorld, subject: Subject) {
    this.world = world
    this.subject = subject
  }

  /** Units, 1,000 tokens for 100 things, panel of 5, quorum 3, arbiter, fees, half of each payout held; `change` replaces fields. */
  static async create(world: ProveWorld, change: Partial<Terms> = {}): Promise<Played> {
    const { timestamp: now } = await world.client.getBlock()
    const terms: Terms = {
      outcome: keccak256(stringToHex(DOCUMENT)),
      asset: world.token,
      rule: 0,
      curve: [
        { measurement: 0n, price: 0n },
        { measurement: 100n, price: 1_000n * UNIT },
      ],
      minStep: 1n,
      pledgeBy: now + 30n * DAY,
      threshold: 100n * UNIT,
      cap: 1_000n * UNIT,
      claimBy: now + 60n * DAY,
      verifyWithin: DAY,
      challengeWithin: 2n * DAY,
      arbitrateWithin: 3n * DAY,
      lastCall: 0n,
      panel: members.map(({ address }) => address),
      quorum: 3n,
      arbiter: addressOf(ARBITER),
      claimFee: 11n * UNIT,
      challengeFee: 7n * UNIT,
      holdback: 5_000n,
      warranty: 10n * DAY,
      ...change,
    }
    const { factory, implementation, chainId } = world
    const escrow = escrowAddress({ factory, implementation }, terms)
    const subject = { chainId, factory, implementation, escrow, terms, document: undefined, created: undefined }
    const played = new Played(world, subject)
    const create = encodeFunctionData({
      abi: escrowFactoryAbi,
      functionName: 'create',
      args: [terms, stringToHex(DOCUMENT)],
    })
    await played.send(FUNDER, factory, create)
    for (let role = 0; role < accounts.length; role++) {
      const args = [escrow, 2n ** 200n] as const
      await played.send(role, terms.asset, encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args }))
    }
    return played
  }

  async send(role: number, to: Address, data: Hex): Promise<void> {
    const { client } = this.world
    const wallet = createWalletClient({ account: accounts[role]!, transport: custom(client) })
    const hash = await wallet.sendTransaction({ to, data, chain: null })
    const { status } = await client.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`transaction ${hash} reverted`)
  }

  /** Calls the escrow. */
  async call(role: number, functionName: string, ...args: unknown[]): Promise<void> {
    const abi: Abi = escrowAbi
    await this.send(role, this.subject.escrow, encodeFunctionData({ abi, functionName, args }))
  }

  pledge = (role: number, amount: bigint) => this.call(role, 'deposit', amount, addressOf(role))

  /** Files a claim, or a break claim against `target`, and returns its key. */
  async file(target: Hex = zeroHash): Promise<Hex> {
    const commitment = keccak256(toHex(`commitment ${this.#commitments++}`))
    const [payee, solver] = [addressOf(PAYEE), addressOf(SOLVER)]
    if (target === zeroHash) await this.call(SOLVER, 'file', commitment, payee, 'https://example.org/a.age')
    else await this.call(SOLVER, 'fileBreak', target, commitment, payee, 'https://example.org/b.age')
    const key = keccak256(`0x${[padHex(solver, { size: 32 }), commitment, target].map((one) => one.slice(2)).join('')}`)
    this.claims.push(key)
    return key
  }

  /** One observation for each measurement, seat by seat; `undefined` leaves a seat out. */
  async observe(claim: Hex, ...measurements: (bigint | undefined)[]): Promise<void> {
    const { chainId, escrow } = this.subject
    const observations = []
    for (const [seat, measurement] of measurements.entries()) {
      if (measurement === undefined) continue
      const member = members[seat]!
      const report = keccak256(toHex(`report of ${seat}`))
      const data = observationTypedData(chainId, escrow, { claim, member: member.address, measurement, report })
      observations.push({ seat, measurement, report, signature: await member.signTypedData(data) })
    }
    await this.call(STRANGER, 'observe', claim, observations)
  }

  /** Lets this many seconds pass. */
  async pass(seconds: bigint): Promise<void> {
    const { client } = this.world
    const { timestamp } = await client.getBlock()
    await ask(client, { method: 'evm_setNextBlockTimestamp', params: [Number(timestamp + seconds)] })
    await ask(client, { method: 'evm_mine', params: [] })
  }
}

/** A life with pledges, three claims, a dispute, a break, refunds. Yields after each of its parts. */
export async function* unitsLife(p: Played): AsyncGenerator<string, void> {
  await p.pledge(FUNDER, 600n * UNIT)
  await p.pledge(FUNDER_2, 250n * UNIT + 1n)
  await p.call(FUNDER_2, 'transfer', addressOf(FUNDER_3), 3n)
  yield 'pledging'
  const [a, b, c] = [await p.file(), await p.file(), await p.file()]
  await p.observe(a, 40n, 50n, 30n, 35n, 0n)
  await p.observe(b, 7n, 9n)
  yield 'claims filed and observed'
  await p.call(STRANGER, 'challenge', a, 'too high')
  await p.call(ARBITER, 'rule', a, 38n, 'a little')
  await p.call(PAYEE, 'assign', b, addressOf(FUNDER_3))
  yield 'ruled and assigned'
  await p.pass(4n * DAY)
  await p.call(STRANGER, 'settle', 10n)
  yield 'settled, something held'
  const broken = await p.file(a)
  const other = await p.file(a)
  await p.observe(broken, 1n, 1n, 1n, 1n, 1n)
  await p.observe(other, 0n, 0n)
  yield 'break claims'
  await p.pass(3n * DAY)
  await p.call(STRANGER, 'settleBreaks', a, 10n)
  await p.call(PAYEE, 'collect', addressOf(PAYEE), addressOf(PAYEE))
  const late = await p.file()
  await p.observe(late, undefined, 20n, 20n, 20n)
  yield 'broken and collected'
  await p.pass(60n * DAY)
  await p.call(STRANGER, 'settle', 10n)
  await p.pass(20n * DAY)
  await p.call(STRANGER, 'release', [late, c])
  await p.call(FUNDER, 'redeem', 100n * UNIT, addressOf(STRANGER), addressOf(FUNDER))
  yield 'refunding'
}

/** Terms of a contest with three prizes, without arbiter and fees. */
export const CONTEST: Partial<Terms> = {
  rule: 2,
  curve: [
    { measurement: 0n, price: 0n },
    { measurement: 1n, price: 500n * UNIT },
    { measurement: 3n, price: 1_000n * UNIT },
  ],
  arbiter: zeroAddress,
  challengeWithin: 0n,
  arbitrateWithin: 0n,
  claimFee: 0n,
  challengeFee: 0n,
  lastCall: 5n * DAY,
}

/** A contest: two ranked claims, an award. */
export async function* contestLife(p: Played): AsyncGenerator<string, void> {
  await p.pledge(FUNDER, 900n * UNIT)
  const [a, b] = [await p.file(), await p.file()]
  await p.observe(a, 5n, 6n, 7n, 8n, 9n)
  await p.observe(b, 15n, 16n, 17n, 18n, 19n)
  await p.call(STRANGER, 'settle', 10n)
  yield 'ranked, last call'
  await p.pass(6n * DAY)
  await p.call(STRANGER, 'award')
  yield 'awarded'
}

export async function pin(client: PublicClient): Promise<Pinned> {
  const { number, hash, timestamp } = await client.getBlock()
  return { number, hash, timestamp }
}

/** What an honest collector has of escrows of one factory, up to the block; `change` the logs of all blocks first. */
export async function collect(
  client: PublicClient,
  subjects: Subject | readonly Subject[],
  { number }: Pick<Pinned, 'number'>,
  change: (logs: PlacedLog[]) => PlacedLog[] = (logs) => logs,
): Promise<CollectedLogs & { blocks: Map<bigint, CollectedBlock & { logs: PlacedLog[] }> }> {
  const range = { fromBlock: '0x0', toBlock: toHex(number) }
  const all = [subjects].flat()
  const topics = all.map(({ escrow }) => padHex(escrow.toLowerCase() as Address, { size: 32 }))
  const assets = all.map(({ terms }) => terms.asset)
  const transfer = keccak256(toHex('Transfer(address,address,uint256)'))
  const queries = [
    { address: [all[0]!.factory, ...all.map(({ escrow }) => escrow)] },
    { address: assets, topics: [transfer, topics] },
    { address: assets, topics: [transfer, null, topics] },
  ]
  const answers = await Promise.all(
    queries.map((query) => ask(client, { method: 'eth_getLogs', params: [{ ...range, ...query }] })),
  )
  const order = (log: PlacedLog) => BigInt(log.blockNumber) * 1_000_000n + BigInt(log.logIndex)
  const sorted = (answers as PlacedLog[][]).flat().sort((x, y) => (order(x) < order(y) ? -1 : 1))
  const logs = change(sorted)
  const blocks = new Map<bigint, CollectedBlock & { logs: PlacedLog[] }>()
  for (const log of logs) {
    const at = BigInt(log.blockNumber)
    const known = blocks.get(at)
    if (known !== undefined) known.logs.push(log)
    else {
      const { timestamp, hash } = await client.getBlock({ blockNumber: at })
      blocks.set(at, { hash, timestamp, logs: [log] })
    }
  }
  return { count: logs.length, blocks, blockOf: (at) => blocks.get(at) }
}

/** Compiled code as the auditor would take it from a build. */
export async function compiled(source: string) {
  const { default: artifact } = (await import(`../../../artifacts/contracts/${source}.json`, {
    with: { type: 'json' },
  })) as {
    default: {
      deployedBytecode: Hex
      immutableReferences: Record<string, { start: number; length: number }[]>
    }
  }
  return artifact
}
