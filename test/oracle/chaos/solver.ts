import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { file } from '../../../sdk/actions/file.ts'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import type { Hex } from 'viem'
import { prepare, type Prepared } from './evidence.ts'
import type { ChaosWorld } from './world.ts'

/** Files claims, and files them again when their blocks are gone. */
export class Solver {
  readonly claims: Prepared[] = []
  /** Bundles by their paths. */
  readonly pages = new Map<string, Uint8Array>()
  readonly #world: ChaosWorld

  constructor(world: ChaosWorld) {
    this.#world = world
  }

  async prepare(number: number, measurement: bigint): Promise<Prepared> {
    const { oracle, identities } = this.#world
    const [, account] = oracle.sdk.accounts
    const recipients = identities.map(({ recipient }) => recipient)
    const prepared = await prepare(oracle.escrow, account!, recipients, number, measurement)
    this.claims.push(prepared)
    this.pages.set(`/${prepared.claim}`, prepared.sealed)
    return prepared
  }

  /** Files a claim in a block of its own, unless its transaction waits already, as after blocks were taken back. */
  async file({ commitment, claim }: Prepared): Promise<void> {
    const { oracle, blocks, web } = this.#world
    await blocks.mine()
    if ((await this.state(claim)).phase !== 'None') return
    const { wallet } = oracle.sdk.writers[1]!
    await file(
      {
        client: blocks.client,
        wallet,
        send: async (call) => {
          const hash = await wallet.sendTransaction({ ...call, chain: null })
          await blocks.mine()
          return blocks.client.getTransactionReceipt({ hash })
        },
      },
      oracle.escrow,
      { commitment, uri: `${web.url}/${claim}` },
    )
  }

  /** Claims that are not on the chain. */
  async missing(): Promise<Prepared[]> {
    const states = await Promise.all(this.claims.map((one) => this.state(one.claim)))
    return this.claims.filter((_, i) => states[i]!.phase === 'None')
  }

  state(claim: Hex) {
    const { oracle, blocks } = this.#world
    return getClaim(blocks.client, { address: oracle.escrow, terms: oracle.terms }, claim)
  }

  /** Every observation on the chain after a block. */
  observations(fromBlock: number) {
    const { oracle, blocks } = this.#world
    const event = { abi: escrowAbi, eventName: 'Observed' } as const
    return blocks.client.getContractEvents({ ...event, address: oracle.escrow, fromBlock: BigInt(fromBlock) })
  }
}
