import type { Address, Hex, PublicClient } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { phaseAt, type ClaimFacts } from '../model/phase.ts'
import { PHASES, type Phase } from '../model/phaseNames.ts'
import type { Terms } from '../model/terms.ts'
import { explained } from './explained.ts'

/** All that is on record of a claim, and what its clocks say. Amounts in base units, times in unix seconds. */
export interface ClaimState extends ClaimFacts {
  key: Hex
  payee: Address
  phase: Phase
  /** The last second of the phase; undefined where time alone changes nothing. */
  until: bigint | undefined
  /** Places in the panel whose observation is recorded. */
  seats: readonly number[]
  /** The measurement that counts as things stand. */
  verdict: bigint
  /** Held for the warranty. */
  held: bigint
  /** 0 where nothing was ever held. */
  paidAt: bigint
  breaksFiled: bigint
  breaksSettled: bigint
}

/** A claim at one block (default: the latest); its phase is None where there is no such claim. */
export async function getClaim(
  client: PublicClient,
  escrow: { address: Address; terms: Terms },
  key: Hex,
  at?: bigint,
): Promise<ClaimState> {
  return explained(async () => {
    const block = await client.getBlock(at === undefined ? { blockTag: 'latest' } : { blockNumber: at })
    const contract = { address: escrow.address, abi: escrowAbi, blockNumber: block.number } as const
    const { phase, seats, ...view } = await client.readContract({ ...contract, functionName: 'claimOf', args: [key] })
    const named = PHASES[phase]
    if (named === undefined) throw new TypeError(`The contract gave phase ${phase}, which this client does not know.`)
    const facts = { ...view, key, phase: named, settled: named === 'Settled' }
    const places = escrow.terms.panel.map((_, seat) => seat).filter((seat) => ((seats >> BigInt(seat)) & 1n) === 1n)
    return { ...facts, seats: places, until: phaseAt(escrow.terms, facts, block.timestamp).until }
  })
}
