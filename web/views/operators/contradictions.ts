import type { Address, Hex, PublicClient } from 'viem'
import { Foreseen } from '../../../audit/judge/foreseen.ts'
import { isSignedBy } from '../../../audit/judge/memberSignature.ts'
import { observationsIn } from '../../../audit/judge/observeCalls.ts'
import { readTransactions } from '../../../audit/judge/transactionInputs.ts'

/** A claim that a member observed, with its seat and the transactions that recorded observations of it. */
export interface ObservedClaim {
  escrow: Address
  claim: Hex
  seat: number
  measurement: bigint
  report: Hex
  transactions: readonly Hex[]
}

/** What a member signed besides what is on record. */
export interface Contradiction {
  escrow: Address
  claim: Hex
  recorded: bigint
  other: bigint
  report: Hex
  signature: Hex
  transaction: Hex
}

/**
 * Looks into transactions for a second observation of a claim that the member signed by ECDSA: the contract skips it.
 * @returns what was found, and how many transactions were read.
 * @throws {ConnectionError} when the endpoint cannot be asked.
 */
export async function findContradictions(
  client: PublicClient,
  chainId: number,
  member: Address,
  claims: readonly ObservedClaim[],
  progress: (done: number) => void,
): Promise<{ found: Contradiction[]; read: number }> {
  const found: Contradiction[] = []
  const read = new Set<Hex>()
  for (const [done, one] of claims.entries()) {
    progress(done)
    const { escrow, claim, seat, measurement, report } = one
    const sent = await readTransactions(new Foreseen(client), [...new Set(one.transactions)])
    for (const { hash, to, input } of sent.values()) {
      read.add(hash)
      if (to === null) continue
      for (const given of observationsIn(escrow, to, input)) {
        if (given.claim !== claim || given.seat !== BigInt(seat)) continue
        if (given.measurement === measurement && given.report === report) continue
        const signed = { claim, member, measurement: given.measurement, report: given.report }
        if (!(await isSignedBy({ chainId, escrow }, signed, given.signature))) continue
        const { signature } = given
        const other = given.measurement
        found.push({ escrow, claim, recorded: measurement, other, report: given.report, signature, transaction: hash })
      }
    }
  }
  return { found, read: read.size }
}
