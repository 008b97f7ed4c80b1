/** One member of a panel: a process after the other over what the one before has left. */
import { renameSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fastify, type FastifyInstance } from 'fastify'
import { parseConfig, type VerifierConfig } from '../../../oracle/config/config.ts'
import { fetchesOf } from '../../../oracle/evidence/fetches.ts'
import { sweepWork, withEvidence } from '../../../oracle/evidence/withEvidence.ts'
import { exchangeWith } from '../../../oracle/exchange/exchange.ts'
import type { Fetch } from '../../../oracle/exchange/pull.ts'
import { runRound, type Lane } from '../../../oracle/operate/lanes.ts'
import { makeLogger } from '../../../oracle/operate/logger.ts'
import { makeMetrics } from '../../../oracle/operate/metrics.ts'
import type { Chain, Operator } from '../../../oracle/operator.ts'
import { lanesWith, ROUTES } from '../../../oracle/service.ts'
import { exportRecord, importRecord } from '../../../oracle/sign/record.ts'
import { holdsLease, takeLease } from '../../../oracle/store/lease.ts'
import { makeVerification, type Verification } from '../../../oracle/verifiers/verify.ts'
import { observationTypedData } from '../../../sdk/model/typedData.ts'
import { MEMBERS } from '../world.ts'
import { fillable, mortalStore } from './disk.ts'
import { mortal, type Life } from './mortal.ts'
import type { Witness } from './witness.ts'
import type { ChaosWorld } from './world.ts'

/** Milliseconds that a member waits for a peer's answer. */
const PATIENCE = 250

/** What a life lends to its members. */
export interface Surroundings {
  world: ChaosWorld
  witness: Witness
  folder: string
  verifier: VerifierConfig
  chainOf: (operator: Operator) => Promise<Chain>
  fetchOf: (member: Member) => Fetch
  /** Whether a member dies at a mark, and what it is counted as. */
  dies: (member: Member, point: string) => boolean
  /** Plants a bug. */
  bugs: Bugs
}

/** Bugs that a test plants, to see that they are found. */
export interface Bugs {
  lanes?: (lanes: readonly Lane[]) => readonly Lane[]
  /** What a process that was killed has left under way is not removed. */
  leaves?: boolean
}

/** A process of a member. */
interface Process {
  life: Life
  operator: Operator
  lanes: readonly Lane[]
  verification: Verification
  server: FastifyInstance
  cut: () => void
}

export class Member {
  readonly seat: number
  readonly #around: Surroundings
  readonly #unwatch: () => void
  #process: Process | undefined
  #generation = 0
  /** Milliseconds by which its clock is ahead. */
  skew = 0
  /** How many writes still fail, for want of space. */
  failing = 0
  /** Its record is on its way to another machine. */
  isMoving = false

  constructor(seat: number, around: Surroundings) {
    this.seat = seat
    this.#around = around
    this.#unwatch = fillable(this.folder, () => this.#isFull())
  }

  get folder(): string {
    return join(this.#around.folder, `member-${this.seat}`)
  }

  get data(): string {
    return join(this.folder, `data-${this.#generation}`)
  }

  get isRunning(): boolean {
    return this.#process?.life.dead === false
  }

  /** @throws {Error} while no process runs. */
  get operator(): Operator {
    if (this.#process === undefined) throw new Error('No process runs.')
    return this.#process.operator
  }

  get server(): FastifyInstance | undefined {
    return this.isRunning ? this.#process?.server : undefined
  }

  /** Starts a process on what there is, as after the lease of the one before ran out. */
  async start(): Promise<void> {
    const { world, witness, dies, chainOf, fetchOf, verifier, bugs } = this.#around
    await this.bury()
    await mkdir(this.data, { recursive: true, mode: 0o700 })
    const identityFile = join(this.folder, 'member.age')
    await writeFile(identityFile, `${world.identities[this.seat]!.identity}\n`)
    const life: Life = { dead: false }
    const { store, cut } = await mortalStore(join(this.data, 'oracle.sqlite'), () => this.#isFull())
    const account = MEMBERS[this.seat]!
    const { sdk, directory } = world.oracle
    const sink = new Writable({
      write: (chunk: Buffer, _, done) => {
        if (!life.dead) witness.heard(account.address, chunk.toString())
        done()
      },
    })
    const base: Operator = {
      config: parseConfig(
        {
          version: 1,
          chain: { rpc: ['http://127.0.0.1:1'], deployment: 'deployment.json', confirmations: 0 },
          signer: { kind: 'local', keyFile: 'member.key' },
          gas: { signer: { kind: 'local', keyFile: 'gas.key' } },
          data: this.data,
          evidence: { identities: [identityFile] },
          serve: { port: 0 },
          verifiers: [verifier],
          escrows: 'any',
        },
        join(this.folder, 'oracle.json'),
      ),
      deployment: {
        chainId: 31_337,
        ...sdk.origin,
        router: sdk.origin.factory,
        directory,
        block: 0,
        compiler: '0.8.37',
      },
      member: account.address,
      chain: { client: world.blocks.client, confirmed: unopened, read: unopened },
      store,
      holder: randomUUID(),
      clock: {
        now: () => world.blocks.time * 1000 + this.skew,
        // Steps wait for what they have begun.
        sleep: () => new Promise(() => undefined),
      },
      log: makeLogger('debug', sink),
      metrics: makeMetrics(),
      signer: {
        address: account.address,
        sign: (chainId, escrow, observation) => {
          witness.signed(chainId, escrow, observation)
          return account.signTypedData(observationTypedData(chainId, escrow, observation))
        },
      },
      gas: {
        address: account.address,
        sign: (transaction) => account.signTransaction({ ...transaction, type: 'eip1559' }),
      },
      mark: () => undefined,
    }
    const operator = mortal(
      { ...base, chain: await chainOf(base) },
      life,
      (point) => dies(this, point),
      () => {
        cut()
        // Whatever the dead process is still at, it no longer finds its files.
        renameSync(this.data, join(this.folder, `data-${++this.#generation}`))
      },
    )
    if (bugs.leaves !== true) await sweepWork(operator)
    const verification = makeVerification(withEvidence, { atOnce: 1, patience: 60_000 })
    const asking = exchangeWith(fetchOf(this), PATIENCE)
    const [observing = [], verifying = [], ...others] = lanesWith(verification.verify).map((lane) =>
      lane.map(([name, step]) => [name, name === 'exchange' ? asking : step] as const),
    )
    // From signing on it is one lane here, so that a life needs fewer rounds.
    const lanes = [observing, verifying, others.flat()]
    const server = fastify()
    for (const set of ROUTES) set(server, operator)
    await server.ready()
    this.#process = { life, operator, verification, server, cut, lanes: bugs.lanes?.(lanes) ?? lanes }
    await store.deleteFrom('leases').execute()
    await takeLease(operator)
  }

  /** Runs a lane once, as the service does that holds its lease. */
  async round(lane: number): Promise<void> {
    const process = this.#process
    if (process === undefined || process.life.dead) return
    const { operator, lanes } = process
    const held = await takeLease(operator)
      .then(() => holdsLease(operator))
      .catch(() => false)
    if (held) await runRound(operator, lanes[lane % lanes.length]!)
    if (!this.isRunning) await this.bury()
  }

  /** Moves to another machine: the record goes there, everything else stays behind. */
  async move(): Promise<void> {
    this.isMoving = true
    const path = join(this.folder, `record-${randomUUID()}.json`)
    try {
      await exportRecord(this.operator, path)
    } catch (error) {
      if (!this.isRunning) return this.bury()
      // A full disk, or a lease that ran out: another time.
      if (error instanceof Error) return
      throw error
    }
    const record: unknown = JSON.parse(await readFile(path, 'utf8'))
    await rm(path)
    await this.stop()
    await rename(this.data, join(this.folder, 'left-behind-' + randomUUID()))
    this.#generation++
    await this.start()
    const failing = this.failing
    this.failing = 0
    await importRecord(this.operator, record)
    this.failing = failing
    this.isMoving = false
  }

  /** Ends what a dead process has left running in this one. */
  async bury(): Promise<void> {
    const process = this.#process
    this.#process = undefined
    if (process === undefined) return
    await Promise.all([process.verification.stop(), fetchesOf(process.operator).stop(), process.server.close()])
  }

  /** Ends the process in order. */
  async stop(): Promise<void> {
    const process = this.#process
    if (process === undefined) return
    await Promise.all([process.verification.stop(), fetchesOf(process.operator).stop(), process.server.close()])
    process.life.dead = true
    process.cut()
    this.#process = undefined
  }

  forget(): void {
    this.#unwatch()
  }

  #isFull(): boolean {
    if (this.failing === 0) return false
    this.failing--
    this.#around.witness.caused('full disk')
    return true
  }
}

function unopened(): Promise<never> {
  return Promise.reject(new Error('The chain is not open yet.'))
}
