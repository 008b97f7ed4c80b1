/** What happens to a panel. */
import { createWalletClient, custom, type Hex } from 'viem'
import { reasonNotToSign, resumeSigning } from '../../../oracle/observe/stop.ts'
import { approve, retry } from '../../../oracle/verifiers/reviews.ts'
import { digestHeader } from '../evidence/world.ts'
import { MEMBERS } from '../world.ts'
import type { Dice } from './dice.ts'
import type { Fate } from './life.ts'
import type { Member } from './member.ts'
import type { Solver } from './solver.ts'
import type { ChaosWorld } from './world.ts'

const LANES = 3
const MOST_CLAIMS = 5
const [MINUTE, HOUR] = [60, 3_600]

/** A kind of event and how often it comes, beside the others. */
type Kind = readonly [often: number, happen: () => Promise<void>]

export class Events {
  readonly #world: ChaosWorld
  readonly #fate: Fate
  readonly #solver: Solver
  readonly #members: readonly Member[]
  readonly #kinds: readonly Kind[]
  readonly #total: number
  #dice: Dice

  constructor(world: ChaosWorld, fate: Fate, solver: Solver, members: readonly Member[]) {
    this.#world = world
    this.#fate = fate
    this.#dice = fate.dice.of('events')
    this.#solver = solver
    this.#members = members
    this.#kinds = [
      [40, () => this.#someRound()],
      [16, () => this.allRounds()],
      [16, () => this.#pass(15)],
      [3, () => this.#pass(2 * MINUTE, false)],
      [4, () => this.#file()],
      [8, () => this.people()],
      [3, () => this.#reorganise()],
      [2, () => this.#jump()],
      [2, () => this.#fill()],
      [4, () => this.#useGasKey()],
      [2, () => this.#upload()],
      [0.6, () => this.#move()],
    ]
    this.#total = this.#kinds.reduce((sum, [often]) => sum + often, 0)
  }

  /** What happens as number `i`. */
  async happen(i: number): Promise<void> {
    const dice = (this.#dice = this.#fate.dice.of(`event ${i}`))
    let at = dice.next() * this.#total
    const kind = this.#kinds.find(([often]) => (at -= often) < 0)
    await kind?.[1]()
    for (const member of this.#members) if (!member.isRunning && dice.chance(0.4)) await this.#restart(member)
  }

  /** Every lane of every member that runs, once, in any order, and a block. */
  async allRounds(): Promise<void> {
    const dice = this.#dice
    const all = this.#members.flatMap((member) => Array.from({ length: LANES }, (_, lane) => ({ member, lane })))
    for (const { member, lane } of dice.shuffled(all)) await member.round(lane)
    await this.#pass(10)
  }

  /** What people do: they review, and look into why something was stopped. */
  async people(): Promise<void> {
    for (const member of this.#members.filter(({ isRunning }) => isRunning)) {
      const { failing } = member
      member.failing = 0
      await this.#review(member)
      if ((await reasonNotToSign(member.operator.store)) !== undefined) await resumeSigning(member.operator.store)
      member.failing = failing
    }
  }

  async startAll(): Promise<void> {
    for (const member of this.#members) if (!member.isRunning) await this.#restart(member)
  }

  async fileMissing(): Promise<void> {
    for (const one of await this.#solver.missing()) await this.#solver.file(one)
  }

  async #restart(member: Member): Promise<void> {
    const { failing } = member
    member.failing = 0
    await member.start()
    member.failing = failing
    // Between the two nothing runs that could clean up.
    await this.#fate.witness.search(member.data)
    if (member.isMoving) await member.move()
  }

  async #someRound(): Promise<void> {
    const dice = this.#dice
    const member = dice.pick(this.#members)
    const lane = dice.below(LANES)
    for (let i = dice.between(1, 3); i > 0; i--) await member.round(lane)
  }

  async #pass(most: number, withBlock = true): Promise<void> {
    this.#world.blocks.time += this.#dice.between(0, most)
    if (withBlock) await this.#world.blocks.mine()
  }

  async #file(): Promise<void> {
    const dice = this.#dice
    const missing = await this.#solver.missing()
    const again = missing[0]
    if (again !== undefined && dice.chance(0.5)) return this.#solver.file(again)
    if (this.#solver.claims.length >= MOST_CLAIMS) return
    const measurement = BigInt(dice.between(5, 90))
    await this.#solver.file(await this.#solver.prepare(dice.below(2 ** 32), measurement))
    if (dice.chance(0.7)) await this.#world.blocks.mine()
  }

  async #review(member: Member): Promise<void> {
    const { store, clock } = member.operator
    const rows = await store.selectFrom('claims').selectAll().where('stage', 'in', ['review', 'stopped']).execute()
    for (const row of rows) {
      const claim = this.#solver.claims.find((one) => one.claim === row.claim)
      if (claim === undefined) continue
      if (row.stage === 'stopped') {
        await retry(store, row).catch(() => undefined)
        continue
      }
      const isLiar = this.#fate.liars.has(member.seat)
      const measurement = isLiar ? this.#dice.pick(['0', '100']) : `${claim.measurement}`
      if (row.note !== 'waits for a person') continue
      const said = { reviewer: 'ann', measurement, reasons: 'Counted.' }
      await approve(store, row, said, Math.floor(clock.now() / 1000))
    }
  }

  async #reorganise(): Promise<void> {
    const dice = this.#dice
    const { tally, witness } = this.#fate
    const { blocks } = this.#world
    const depth = dice.chance(0.5) ? dice.between(1, 6) : dice.between(1, 40)
    const stays = await blocks.deepen(depth)
    // Some have seen what is taken back.
    for (const member of this.#members) if (dice.chance(0.6)) await member.round(dice.pick([0, 0, 2]))
    await this.watch()
    const actual = blocks.head - stays
    const lost = await blocks.takeBack(stays)
    witness.caused('reorganisation')
    tally.reorganised(actual)
    for (const raw of dice.shuffled(lost)) if (dice.chance(0.6)) await blocks.send(raw)
    if (dice.chance(0.6)) for (const one of dice.shuffled(await this.#solver.missing())) await this.#solver.file(one)
    await blocks.replace(actual + dice.between(0, 2))
  }

  /** Notes every observation that is on the chain now. */
  async watch(): Promise<void> {
    const { blocks, oracle } = this.#world
    for (const { args } of await this.#solver.observations(blocks.first)) {
      const { claim, member, measurement, report } = args
      this.#fate.witness.signed(31_337, oracle.escrow, { claim, member, measurement, report } as never)
    }
  }

  async #jump(): Promise<void> {
    const dice = this.#dice
    const { tally } = this.#fate
    const most = dice.chance(0.8) ? 10 * MINUTE : 3 * HOUR
    dice.pick(this.#members).skew = 1000 * dice.between(-most, most)
    tally.fault('clock jumps')
    return Promise.resolve()
  }

  async #fill(): Promise<void> {
    const dice = this.#dice
    const { tally } = this.#fate
    dice.pick(this.#members).failing = dice.between(1, 4)
    tally.fault('disk full')
    return Promise.resolve()
  }

  /** Somebody sends a transaction as a member's account for gas. */
  async #useGasKey(): Promise<void> {
    const dice = this.#dice
    const { tally } = this.#fate
    const { blocks } = this.#world
    const waiting = await this.#withOpenTransactions()
    const account = MEMBERS[dice.pick(waiting.length > 0 ? waiting : this.#members).seat]!
    const wallet = createWalletClient({
      account,
      transport: custom({ request: (call: never) => blocks.client.request(call) }, { retryCount: 0 }),
    })
    const nonce = await blocks.client.getTransactionCount({ address: account.address, blockTag: 'latest' })
    const raw = await wallet.signTransaction({
      to: account.address,
      nonce,
      gas: 21_000n,
      maxFeePerGas: 1_000_000_000_000n,
      maxPriorityFeePerGas: 500_000_000_000n,
      chain: null,
      chainId: 31_337,
      type: 'eip1559',
    } as never)
    await blocks.send(raw as Hex)
    if (dice.chance(0.7)) await blocks.mine()
    tally.fault('foreign transaction')
  }

  async #withOpenTransactions(): Promise<Member[]> {
    const running = this.#members.filter(({ isRunning }) => isRunning)
    const open = await Promise.all(
      running.map(({ operator }) =>
        operator.store.selectFrom('transactions').select('nonce').where('state', '=', 'signed').execute(),
      ),
    )
    return running.filter((_, i) => open[i]!.length > 0)
  }

  /** A solver hands a bundle in at a member's intake, or something else. */
  async #upload(): Promise<void> {
    const dice = this.#dice
    const { tally } = this.#fate
    const { server } = dice.pick(this.#members)
    const { claims } = this.#solver
    if (server === undefined || claims.length === 0) return
    const { claim } = dice.pick(claims)
    const body = dice.chance(0.7) ? dice.pick(claims).sealed : Buffer.from('age-encryption.org/v1\nnonsense')
    tally.fault('upload')
    await server.inject({
      method: 'PUT',
      url: `/evidence/31337/${this.#world.oracle.escrow.toLowerCase()}/${claim}`,
      headers: { 'content-type': 'application/age', 'repr-digest': digestHeader(body) },
      payload: Buffer.from(body),
    })
  }

  async #move(): Promise<void> {
    const dice = this.#dice
    const { tally } = this.#fate
    const member = dice.pick(this.#members)
    if (!member.isRunning) return
    tally.fault('move to another machine')
    await member.move()
  }
}
