import { readFileSync } from 'node:fs'
import { keccak256, stringToHex, type Address, type Hex } from 'viem'
import {
  RevertError,
  assign,
  award,
  challenge,
  collect,
  create,
  escrowAddress,
  explainPrices,
  explainTerms,
  file,
  fileBreak,
  getEscrow,
  getOwed,
  observe,
  parseOutcome,
  parseSheet,
  pledge,
  refund,
  release,
  rule,
  settle,
  settleBreaks,
  signObservation,
  termsOfSheet,
  verifyEscrow,
  worstCase,
  type Json,
  type Origin,
  type Terms,
} from '../../sdk/index.ts'
import type { Chain } from './chain.ts'
import { Keys, open, pack, type Filed } from './evidence.ts'
import type { Measure } from './measure.ts'
import { date } from './print.ts'
import { Section, type Checks } from './section.ts'

/** What all commitments of the run share. */
export interface Stage {
  readonly chain: Chain
  readonly checks: Checks
  readonly origin: Origin
  readonly token: Address
  /** Every account that may take part. */
  readonly accounts: readonly string[]
}

/** A claim as everybody sees it, and its encrypted bundle. */
export interface Claim extends Filed {
  readonly key: Hex
  readonly sealed: Uint8Array
  /** Its place among the escrow's claims, from 1. */
  readonly attempt: number
}

const TOKEN = { symbol: 'USDC', decimals: 6 }
/** Who sends what anybody may send. */
const ANYBODY = 'anybody'
const ALL = 100n

/** One outcome at work: every step by the SDK's actions, as the account that takes it. */
export class Commitment {
  readonly #stage: Stage
  readonly #claims: Claim[] = []
  readonly #keys = new Keys()
  readonly section: Section
  readonly address: Address
  readonly terms: Terms

  private constructor(stage: Stage, section: Section, address: Address, terms: Terms) {
    this.#stage = stage
    this.section = section
    this.address = address
    this.terms = terms
  }

  /** Reads the outcome's files in `folder`, explains and creates its escrow, and checks what was created. */
  static async create(stage: Stage, letter: string, folder: string): Promise<Commitment> {
    const read = (name: string): unknown =>
      JSON.parse(readFileSync(new URL(`../../outcomes/${folder}/${name}`, import.meta.url), 'utf8'))
    const outcome = parseOutcome(read('outcome.json'))
    const sheet = parseSheet(read('sheet.json'))
    const names = Object.fromEntries(stage.accounts.map((name) => [name, stage.chain.address(name)]))
    const now = await stage.chain.now()
    const terms = termsOfSheet(sheet, outcome, { token: TOKEN, now, names: { ...names, USDC: stage.token } })

    const section = new Section(`${letter}. ${outcome.title}`, stage.checks)
    // In short; `lodestone outcome explain` says all.
    const wording = { token: TOKEN, outcome, now }
    const verdicts = explainTerms(terms, wording).find(({ label }) => label === 'verdicts')
    section.row('pays', explainPrices(terms, wording)[0] ?? '')
    section.row('verdicts', verdicts?.text ?? '')
    section.row('locked', `At worst until ${date(worstCase(terms).freeAfter)}, whatever panel, arbiter and creator do.`)
    const { escrow } = await create(await stage.chain.as(ANYBODY), stage.origin, terms, outcome)
    const { faults } = await verifyEscrow(stage.chain.client, stage.origin, escrow, { terms, outcome })
    const isPredicted = escrow === escrowAddress(stage.origin, terms)
    section.check(isPredicted && faults.length === 0, `${escrow} proves its terms and text`)
    return new Commitment(stage, section, escrow, terms)
  }

  /** Says what happened, with the chain's date. */
  async say(text: string): Promise<void> {
    this.section.row(date(await this.#stage.chain.now()), text)
  }

  async pledge(pledges: Readonly<Record<string, bigint>>): Promise<void> {
    for (const [name, units] of Object.entries(pledges)) {
      await pledge(await this.#stage.chain.as(name), this.address, { amount: units })
    }
  }

  /** Packs `results`, commits to them and files the claim, against `target` if there is one. */
  async file(solver: string, results: Json, target?: Claim): Promise<Claim> {
    const place = {
      chainId: await this.#stage.chain.client.getChainId(),
      escrow: this.address,
      solver: this.#stage.chain.address(solver),
    }
    const { sealed, commitment } = await pack(place, `Filed by ${solver}`, results, await this.#recipients())
    return this.#file(solver, { ...place, commitment }, sealed, target)
  }

  /** Files somebody else's commitment as one's own, with made-up results in the bundle. */
  async fileCopied(solver: string, copied: Hex, results: Json): Promise<Claim> {
    const place = {
      chainId: await this.#stage.chain.client.getChainId(),
      escrow: this.address,
      solver: this.#stage.chain.address(solver),
    }
    const { sealed } = await pack(place, `Filed by ${solver}`, results, await this.#recipients())
    return this.#file(solver, { ...place, commitment: copied }, sealed)
  }

  /** The keys of the panel and the arbiter. */
  async #recipients(): Promise<string[]> {
    const { chain, accounts } = this.#stage
    const judges = [...this.terms.panel, this.terms.arbiter]
    const names = accounts.filter((name) => judges.includes(chain.address(name)))
    return Promise.all(names.map(async (name) => (await this.#keys.of(name)).recipient))
  }

  async #file(solver: string, filed: Filed, sealed: Uint8Array, target?: Claim): Promise<Claim> {
    const writer = await this.#stage.chain.as(solver)
    const filing = { commitment: filed.commitment, uri: `https://evidence.example/${filed.commitment.slice(2, 18)}` }
    const sent =
      target === undefined
        ? await file(writer, this.address, filing)
        : await fileBreak(writer, this.address, target.key, filing)
    const claim = { ...filed, key: sent.key, sealed, attempt: this.#claims.length + 1 }
    this.#claims.push(claim)
    return claim
  }

  /** Each of `honest` opens the bundle and measures for itself, signs, and anybody submits; `hostile` members sign what they like. */
  async observe(
    claim: Claim,
    measure: Measure,
    honest: readonly string[],
    hostile: Readonly<Record<string, bigint>> = {},
  ): Promise<bigint[]> {
    const measured = await Promise.all(
      honest.map(async (name) => {
        const { identity } = await this.#keys.of(name)
        const before = this.#claims.filter(({ attempt }) => attempt < claim.attempt)
        const earlier = await Promise.all(before.map((one) => open(one.sealed, one, identity)))
        const results = await open(claim.sealed, claim, identity)
        return [name, measure(results, { attempt: claim.attempt, earlier })] as const
      }),
    )
    const signed = []
    for (const [name, measurement] of [...measured, ...Object.entries(hostile)]) {
      const { wallet } = await this.#stage.chain.as(name)
      const { chainId, key } = claim
      const report = keccak256(stringToHex(`${name} measured ${measurement}`))
      const { panel } = this.terms
      signed.push(
        await signObservation(wallet, { chainId, escrow: this.address, panel, claim: key, measurement, report }),
      )
    }
    await observe(await this.#stage.chain.as(ANYBODY), this.address, claim.key, signed)
    return measured.map(([, measurement]) => measurement)
  }

  async challenge(name: string, claim: Claim, grounds: string): Promise<void> {
    await challenge(await this.#stage.chain.as(name), this.address, claim.key, grounds)
  }

  async rule(claim: Claim, measurement: bigint, grounds: string): Promise<void> {
    await rule(await this.#stage.chain.as('arbiter'), this.address, claim.key, { measurement, grounds })
  }

  async assign(from: string, claim: Claim, to: string): Promise<void> {
    await assign(await this.#stage.chain.as(from), this.address, claim.key, this.#stage.chain.address(to))
  }

  async settle(): Promise<void> {
    await settle(await this.#stage.chain.as(ANYBODY), this.address, ALL)
  }

  async settleBreaks(target: Claim): Promise<void> {
    await settleBreaks(await this.#stage.chain.as(ANYBODY), this.address, target.key, ALL)
  }

  async award(): Promise<void> {
    await award(await this.#stage.chain.as(ANYBODY), this.address)
  }

  async release(claims: readonly Claim[]): Promise<void> {
    await release(
      await this.#stage.chain.as(ANYBODY),
      this.address,
      claims.map(({ key }) => key),
    )
  }

  /** Sends everybody what they are owed. */
  async collectAll(): Promise<void> {
    const { chain, accounts } = this.#stage
    for (const name of accounts) {
      const { owed } = await getOwed(chain.client, this.address, chain.address(name))
      if (owed > 0n) await collect(await chain.as(ANYBODY), this.address, chain.address(name))
    }
  }

  /** Redeems all shares of `funders`. */
  async refund(funders: readonly string[]): Promise<void> {
    for (const name of funders) await refund(await this.#stage.chain.as(name), this.address)
  }

  state() {
    return getEscrow(this.#stage.chain.client, this.address)
  }

  /** Checks that a step is refused, with the contract's error of this name. */
  async checkRefused(what: string, errorName: string, step: () => Promise<unknown>): Promise<void> {
    const name = await step().then(
      () => 'nothing',
      (error: unknown) => {
        if (error instanceof RevertError) return error.errorName
        throw error
      },
    )
    this.section.check(name === errorName, `refused: ${what} (${name})`)
  }
}
