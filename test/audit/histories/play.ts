/** Plays a random history on the real contracts. It follows from the seed and the options alone. */
import { encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowFactoryAbi } from '../../../sdk/abi/escrowFactory.ts'
import { escrowAddress } from '../../../sdk/model/escrowAddress.ts'
import { Rule } from '../../../sdk/model/terms.ts'
import { Random } from '../../assurance/evm/random.ts'
import { CLAIMS } from './claimCalls.ts'
import { endings } from './endings.ts'
import { Kinds } from './kinds.ts'
import { Ledger } from './ledger.ts'
import { Maker, type Cast } from './maker.ts'
import { MONEY } from './moneyCalls.ts'
import { OWNERS, PEOPLE, STRANGER } from './people.ts'
import { Scene, decode } from './scene.ts'
import { batchAbi, openStage, type Call, type MinedBlock, type MinedLog, type Stage } from './stage.ts'
import { randomTerms } from './terms.ts'

export interface Options {
  /** Where to play; it is reset first, so what was played on it before is gone. Default: an embedded chain of its own. */
  stage?: Stage
  /** Default: 1 to 6, by the seed. */
  escrows?: number
  /** Blocks for each escrow, besides those that end it. Default: 16. */
  blocks?: number
}

export interface History {
  seed: number
  stage: Stage
  client: Stage['client']
  origin: Stage['origin']
  /** The blocks of the history, first to last. */
  blocks: { first: bigint; last: bigint }
  /** The time of the last block, in unix seconds. */
  end: bigint
  escrows: readonly Scene[]
  /** Everybody who has or gets money: people, members, the contract account and the escrows. */
  accounts: readonly Address[]
  /** What each account paid in and got of each token, by balances before and after each block. */
  ledger: Ledger
  kinds: Kinds
  transactions: number
  /** Ends the stage, if the history opened one. */
  close(): Promise<void>
}

const ACTIONS = [...CLAIMS, ...MONEY]
/** Gas of a transaction that makes several calls. */
const BATCH_GAS = 14_000_000n

export async function playHistory(seed: number, options: Options = {}): Promise<History> {
  const stage = options.stage ?? (await openStage())
  if (options.stage !== undefined) await stage.reset()
  const random = new Random(seed, 0)
  const kinds = new Kinds(stage.wallets)
  const owners = new Map(stage.wallets.map((wallet, i) => [wallet, OWNERS[i]!]))
  const cast: Cast = { random, stage, owners, allowed: new Set() }
  const count = options.escrows ?? random.pick([1, 1, 2, 2, 3, 3, 4, 5, 6])
  let now = stage.first.timestamp + 60n
  const scenes = Array.from({ length: count }, () => {
    const { terms, document, token } = randomTerms(random, stage, now + 600n)
    return new Scene(escrowAddress(stage.origin, terms), terms, document, token, kinds)
  })
  const accounts = [
    ...PEOPLE.map(({ address }) => address),
    ...stage.wallets,
    stage.house,
    ...scenes.map(({ escrow }) => escrow),
  ]
  const ledger = new Ledger([...new Set(scenes.map(({ terms }) => terms.asset))], accounts, stage)
  await ledger.open()
  let transactions = 0
  let last = stage.first.number

  async function block(at: bigint, calls: readonly Call[]): Promise<void> {
    const sent = together(stage, calls)
    now = at
    transactions += sent.length
    const mined = await stage.mine(at, sent)
    last = mined.number
    learn(mined, scenes)
    countBlock(mined, sent, stage, scenes, kinds)
    await ledger.note(mined)
  }

  const creations = scenes.map(({ terms, document }): Call => {
    const data = encodeFunctionData({ abi: escrowFactoryAbi, functionName: 'create', args: [terms, document] })
    return { from: random.pick(PEOPLE).address, to: stage.origin.factory, data }
  })
  for (const creation of creations) await block(now + BigInt(random.between(1, 60)), [creation])
  for (const scene of scenes) countTerms(scene, kinds)

  for (let left = count * (options.blocks ?? 16); left > 0; --left) {
    const { scene, at } = nextMoment(random, scenes, now)
    const calls = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => {
      const acting = random.chance(0.75) ? scene : random.pick(scenes)
      const isBatch = random.chance(0.22)
      const make = new Maker(cast, acting, at, isBatch)
      return Array.from({ length: isBatch ? random.between(2, 6) : 1 }, () => act(make)).flat()
    }).flat()
    await block(at, calls)
  }
  if (random.chance(0.8)) {
    for (const ending of endings(cast, scenes)) {
      const calls = ending.calls()
      if (calls.length > 0) await block(ending.at > now ? ending.at : now + 1n, calls)
    }
  }
  for (const scene of scenes) countEnd(scene, now, kinds)
  return {
    seed,
    stage,
    client: stage.client,
    origin: stage.origin,
    blocks: { first: stage.first.number, last },
    end: now,
    escrows: scenes,
    accounts,
    ledger,
    kinds,
    transactions,
    close: async () => {
      if (options.stage === undefined) await stage.close()
    },
  }
}

function act(make: Maker): Call[] {
  return make.random.weighted(ACTIONS.map((value) => ({ weight: value.weight(make), value }))).calls(make)
}

/** The transactions of a block: calls of the contract account that follow one another are one, sent by somebody. */
function together(stage: Stage, calls: readonly Call[]): Call[] {
  const own = calls.filter(({ from }) => from === stage.house)
  const others = calls.filter(({ from }) => from !== stage.house)
  if (own.length === 0) return others
  const batch = own.map(({ to, data }) => ({ target: to, data }))
  const data = encodeFunctionData({ abi: batchAbi, functionName: 'run', args: [batch] })
  const run: Call = { from: STRANGER.address, to: stage.house, data, gas: BATCH_GAS }
  return calls[0]?.from === stage.house ? [run, ...others] : [...others, run]
}

/** A little later, or at the edge of a deadline: its last second, the one before or the one after. And whose deadline it is. */
function nextMoment(random: Random, scenes: readonly Scene[], now: bigint): { scene: Scene; at: bigint } {
  const soon = { scene: random.pick(scenes), at: now + BigInt(random.between(1, 600)) }
  const coming = scenes.flatMap((scene) =>
    scene
      .deadlines()
      .filter((time) => time > now + 1n)
      .map((time) => ({ scene, time })),
  )
  const isGathering = scenes.some((scene) => scene.isPledging(now) && !scene.isBinding())
  const isBusy = scenes.some((scene) => scene.in('Observing', now).length > 0)
  if (coming.length === 0 || random.chance(isGathering ? 0.8 : isBusy ? 0.75 : 0.4)) return soon
  coming.sort((a, b) => (a.time < b.time ? -1 : 1))
  const { scene, time } = (random.chance(0.85) ? coming[0] : random.pick(coming)) ?? {
    scene: soon.scene,
    time: soon.at,
  }
  const at = time + BigInt(random.pick([-1, 0, 0, 0, 1, 1, 1]))
  return at > now ? { scene, at } : soon
}

function learn(mined: MinedBlock, scenes: readonly Scene[]): void {
  for (const log of mined.logs) {
    const scene = scenes.find(({ escrow }) => escrow.toLowerCase() === log.address)
    scene?.learn(log, mined.timestamp)
  }
}

/** Counts what the logs of a block show, beside the events of single escrows. */
function countBlock(
  mined: MinedBlock,
  sent: readonly Call[],
  stage: Stage,
  scenes: readonly Scene[],
  kinds: Kinds,
): void {
  const byTransaction = new Map<Hex, number>()
  let before: MinedLog | undefined
  for (const log of mined.logs) {
    const { transactionHash, topics } = log
    if (isStray(log, before, scenes)) kinds.count('stray transfer')
    before = log
    if (topics[0] !== TRANSFER && topics[0] !== APPROVAL) {
      byTransaction.set(transactionHash, (byTransaction.get(transactionHash) ?? 0) + 1)
    }
  }
  kinds.count('several actions in one transaction', [...byTransaction.values()].filter((logs) => logs > 1).length)
  if (byTransaction.size > 1) kinds.count('several transactions in one block')
  const routed = sent.filter(({ to }) => to === stage.router).length
  if (routed > 0 && sent.length === routed) kinds.count('pledge through the router', byTransaction.size)
}
/** Whether tokens came to an escrow that had not just asked for them: the log before is none of its own that pulls. */
function isStray(log: MinedLog, before: MinedLog | undefined, scenes: readonly Scene[]): boolean {
  const scene = scenes.find(({ escrow, terms }) => isSame(terms.asset, log.address) && isTo(escrow, log.topics[2]))
  if (scene === undefined || log.topics[0] !== TRANSFER) return false
  const isOwn = before !== undefined && isSame(before.address, scene.escrow)
  return !(isOwn && before.transactionHash === log.transactionHash && PULLING.includes(decode(before).eventName))
}
const PULLING: readonly string[] = ['Deposit', 'Filed', 'Challenged']
const isSame = (a: Address, b: Address) => a.toLowerCase() === b.toLowerCase()
const isTo = (account: Address, topic: Hex | undefined) => topic?.endsWith(account.slice(2).toLowerCase()) === true
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const APPROVAL = '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925'

function countTerms({ terms, token }: Scene, kinds: Kinds): void {
  const names = { [Rule.Units]: 'Units', [Rule.Record]: 'Record', [Rule.Contest]: 'Contest' } as const
  kinds.count(`escrow of ${names[terms.rule as 0 | 1 | 2]}`)
  if (terms.challengeWithin > 0n) kinds.count('escrow with arbiter')
  if (terms.holdback > 0n) kinds.count('escrow with holdback')
  if (token === 'quiet') kinds.count('escrow in a token that returns nothing')
  if (token === 'vault') kinds.count('escrow in vault shares')
  if (token === 'cent') kinds.count('escrow in 2 decimals')
  if (token === 'ether') kinds.count('escrow in 18 decimals')
}

function countEnd(scene: Scene, now: bigint, kinds: Kinds): void {
  if (scene.isVoid(now)) kinds.count('void escrow')
  else if (scene.redeemed && [...scene.shares.values()].every((shares) => shares === 0n))
    kinds.count('escrow closed to the last share')
}
