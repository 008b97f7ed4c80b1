import { keccak256, stringToHex, type Address, type Hex } from 'viem'
import {
  RevertError,
  accept,
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
  getOperators,
  getOwed,
  observe,
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
  type Sheet,
  type Terms,
} from '../../sdk/index.ts'
import type { Chain } from './chain.ts'
import type { Deployed } from './deploy.ts'
import { handIn, pack, type Place } from './evidence.ts'
import { readOutcome, readSheet } from './outcomes.ts'
import type { Panel } from './panel/panel.ts'
import { date } from './print.ts'
import { Section, type Checks } from './section.ts'

/** What all commitments of the run share. */
export interface Stage extends Deployed {
  readonly chain: Chain
  readonly checks: Checks
  /** The members who run the service. */
  readonly panel: Panel
  /** Every account that may take part. */
  readonly accounts: readonly string[]
  /** Where solvers keep sealed bundles for who takes none in: returns the URI of one. Left out: in a folder of their own. */
  readonly keep?: (name: string, sealed: Uint8Array<ArrayBuffer>) => string
}

export interface OtherSheet {
  readonly sheet: Sheet
  readonly token: { readonly symbol: string; readonly decimals: number }
  readonly address: Address
}

/** A claim as everybody sees it. */
export interface Claim {
  readonly key: Hex
  readonly commitment: Hex
  /** How many members took its bundle in, and how many refused it. */
  readonly handedIn: { readonly taken: number; readonly refused: number }
}

const TOKEN = { symbol: 'USDC', decimals: 6 }
/** Who sends what anybody may send. */
const ANYBODY = 'anybody'
const ALL = 100n

/** One outcome at work: every step by the SDK's actions, as the account that takes it. */
export class Commitment {
  readonly #stage: Stage
  readonly section: Section
  readonly address: Address
  readonly terms: Terms

  private constructor(stage: Stage, section: Section, address: Address, terms: Terms) {
    this.#stage = stage
    this.section = section
    this.address = address
    this.terms = terms
  }

  /**
   * Reads the outcome's files in `folder`, explains and creates its escrow, and checks what was created.
   * @param other a term sheet in place of the folder's, and the token that it is in.
   */
  static async create(stage: Stage, letter: string, folder: string, other?: OtherSheet): Promise<Commitment> {
    const outcome = readOutcome(folder)
    const { sheet, token, address } = other ?? { sheet: readSheet(folder), token: TOKEN, address: stage.token }
    const names = Object.fromEntries(stage.accounts.map((name) => [name, stage.chain.address(name)]))
    const now = await stage.chain.now()
    const terms = termsOfSheet(sheet, outcome, { token, now, names: { ...names, [token.symbol]: address } })

    const section = new Section(`${letter}. ${outcome.title}`, stage.checks)
    // In short; `lodestone outcome explain` says all.
    const wording = { token, outcome, now }
    const verdicts = explainTerms(terms, wording).find(({ label }) => label === 'verdicts')
    section.row('pays', explainPrices(terms, wording)[0] ?? '')
    section.row('verdicts', verdicts?.text ?? '')
    section.row('locked', `At worst until ${date(worstCase(terms).freeAfter)}, whatever panel, arbiter and creator do.`)
    const { escrow } = await create(await stage.chain.as(ANYBODY), stage.origin, terms, outcome)
    const { faults } = await verifyEscrow(stage.chain.client, stage.origin, escrow, { terms, outcome })
    const isPredicted = escrow === escrowAddress(stage.origin, terms)
    section.check(isPredicted && faults.length === 0, `${escrow} proves its terms and text`)
    for (const { name } of stage.panel.members) {
      const writer = await stage.chain.as(name)
      if (terms.panel.includes(stage.chain.address(name))) await accept(writer, stage.directory, escrow)
    }
    // The services learn of it: they take in evidence for the escrows that they know.
    await stage.panel.round()
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

  /** Packs `results`, commits to them, files the claim, against `target` if there is one, and hands the bundle in. */
  async file(solver: string, results: Json, target?: Claim): Promise<Claim> {
    return this.#file(solver, results, { target })
  }

  /** Files somebody else's commitment as one's own, and hands in a bundle with made-up results. */
  async fileCopied(solver: string, copied: Hex, results: Json): Promise<Claim> {
    return this.#file(solver, results, { copied })
  }

  async #file(
    solver: string,
    results: Json,
    { copied, target }: { copied?: Hex | undefined; target?: Claim | undefined },
  ): Promise<Claim> {
    const { chain, directory } = this.#stage
    const [writer, place] = [await chain.as(solver), await this.#placeOf(solver)]
    const judges = await getOperators(chain.client, directory, [...this.terms.panel, this.terms.arbiter])
    const recipients = judges.map(({ encryptionKey }) => encryptionKey)
    const packed = await pack(place, `Filed by ${solver}`, results, recipients)
    const commitment = copied ?? packed.commitment
    const name = `${commitment.slice(2, 18)}.age`
    const filing = { commitment, uri: this.#stage.keep?.(name, packed.sealed) ?? `file:///${name}` }
    const { key } =
      target === undefined
        ? await file(writer, this.address, filing)
        : await fileBreak(writer, this.address, target.key, filing)
    return { key, commitment, handedIn: await handIn(judges, place, key, packed.sealed) }
  }

  async #placeOf(solver: string): Promise<Place> {
    const { chain } = this.#stage
    return { chainId: await chain.client.getChainId(), escrow: this.address, solver: chain.address(solver) }
  }

  /**
   * `hostile` members sign and submit what they like; the services of `honest` ones verify, sign, exchange and submit by themselves, and
   * those of all others are down.
   * @returns what the honest ones measured.
   */
  async observe(
    { key: claim }: Claim,
    honest: readonly string[],
    hostile: Readonly<Record<string, bigint>>,
  ): Promise<bigint[]> {
    const { chain, panel: services } = this.#stage
    const [{ address: escrow }, { panel }, chainId] = [this, this.terms, await chain.client.getChainId()]
    for (const [name, measurement] of Object.entries(hostile)) {
      const writer = await chain.as(name)
      const report = keccak256(stringToHex(`${name} measured ${measurement}`))
      const signed = await signObservation(writer.wallet, { chainId, escrow, panel, claim, measurement, report })
      await observe(writer, escrow, claim, [signed])
    }
    return services.judge(escrow, claim, honest)
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
