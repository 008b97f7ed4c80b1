/** The honest members of all panels, each with a service of its own. */
import { setTimeout } from 'node:timers/promises'
import type { Address, Hex } from 'viem'
import { zeroAddress } from 'viem'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { publish } from '../../../sdk/index.ts'
import type { Clock } from '../../../oracle/operate/clock.ts'
import type { Chain } from '../chain.ts'
import type { Deployed } from '../deploy.ts'
import { openMember, type Member } from './member.ts'
import { chooseSandbox, verifiersIn, type Sandbox } from './verifiers.ts'

/** Rounds in which a claim must be judged: many times what it takes. */
const MOST_ROUNDS = 60
/** A turn of the rotation in which members submit, in seconds, where nobody says otherwise. */
const SLOT = 60

export class Panel {
  readonly #chain: Chain
  readonly #clock: Clock & { at: number }
  readonly #slot: number
  readonly members: readonly Member[]
  readonly sandbox: Sandbox

  private constructor(
    { chain, clock, slot }: { chain: Chain; clock: Clock & { at: number }; slot: number },
    members: readonly Member[],
    sandbox: Sandbox,
  ) {
    this.#chain = chain
    this.#clock = clock
    this.#slot = slot
    this.members = members
    this.sandbox = sandbox
  }

  /**
   * Starts the services of `members`; of `others`, who judge as well, only a key for evidence is published.
   * @param slot a turn of the rotation in which members submit, in seconds.
   */
  static async open(
    chain: Chain,
    { origin, directory }: Deployed,
    members: readonly string[],
    others: readonly string[],
    slot = SLOT,
  ): Promise<Panel> {
    const sandbox = await chooseSandbox()
    const clock = {
      at: Number(await chain.now()) * 1000,
      now: () => clock.at,
      sleep: async (milliseconds: number, signal?: AbortSignal) => {
        await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal })
      },
    }
    const chainId = await chain.client.getChainId()
    const deployment = { chainId, ...origin, directory, router: zeroAddress, block: 0, compiler: '0.8.37' }
    const world = { chain, deployment, verifiers: verifiersIn(sandbox), clock, slot }
    const opened: Member[] = []
    const panel = new Panel({ chain, clock, slot }, opened, sandbox)
    try {
      for (const name of members) opened.push(await openMember(name, world))
      for (const name of others) {
        const { recipient } = await makeIdentity()
        await publish(await chain.as(name), directory, { endpoint: 'none', encryptionKey: recipient })
      }
      return panel
    } catch (error) {
      await panel.close()
      throw error
    }
  }

  /** Lets the services of these members run until each has its observation of a claim on chain. @returns what they measured. */
  async judge(escrow: Address, claim: Hex, names: readonly string[]): Promise<bigint[]> {
    const up = this.members.filter(({ name }) => names.includes(name))
    for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
      const did = await this.round(up)
      const rows = await Promise.all(up.map((member) => claimOf(member, escrow, claim)))
      if (rows.every((row) => row?.stage === 'recorded')) return rows.map((row) => BigInt(row?.measurement ?? -1))
      // Nothing is to be done now: a turn later there is.
      if (!did) await this.#chain.moveTo((await this.#chain.now()) + BigInt(this.#slot))
    }
    const stuck = await Promise.all(
      up.map(async (member) => {
        const row = await claimOf(member, escrow, claim)
        return `${member.name} ${row?.stage ?? 'does not know it'} (${row?.note ?? ''})`
      }),
    )
    throw new Error(`Claim ${claim} of ${escrow} is not judged: ${stuck.join(', ')}.`)
  }

  /** One round of each service, side by side. @returns whether any did something. */
  async round(members: readonly Member[] = this.members): Promise<boolean> {
    this.#clock.at = Number(await this.#chain.now()) * 1000
    return (await Promise.all(members.map((member) => member.round()))).includes(true)
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.close()))
  }
}

function claimOf({ operator }: Member, escrow: Address, claim: Hex) {
  return operator.store
    .selectFrom('claims')
    .select(['stage', 'measurement', 'note'])
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .executeTakeFirst()
}
