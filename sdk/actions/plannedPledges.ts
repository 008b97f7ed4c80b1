import { encodeErrorResult, type Address } from 'viem'
import { pledgeRouterAbi } from '../abi/pledgeRouter.ts'
import { explainRevertData } from '../errors/explainRevert.ts'
import { InputError } from '../errors/InputError.ts'

/** One pledge of several in one transaction. */
export interface PledgeEntry {
  escrow: Address
  /** The most to pledge: base units of the escrow's token (wei, or units of the vault's underlying token, where the action says so). */
  amount: bigint
  /** The least that must be pledged, in base units of the escrow's token; 0 = take what fits, skip the escrow if nothing does. */
  least?: bigint
}

/** A pledge as the router takes it, and what of it fits now. */
export interface PlannedPledge {
  escrow: Address
  asset: Address
  assets: bigint
  least: bigint
  fits: bigint
}

/**
 * Checks the entries of a batch before anything is asked of the writer.
 * @throws {InputError} with all faults: no entries, an escrow named twice, an amount of 0, a least above the amount.
 */
export function checkEntries(entries: readonly PledgeEntry[]): void {
  const faults = entries.flatMap(({ escrow, amount }, i) => [
    ...(amount > 0n ? [] : [{ path: `${i}.amount`, value: String(amount), message: 'must be above 0' }]),
    ...(entries.findIndex((one) => one.escrow.toLowerCase() === escrow.toLowerCase()) === i
      ? []
      : [{ path: `${i}.escrow`, value: escrow, message: 'is named before; write one entry for each escrow' }]),
  ])
  if (entries.length === 0) faults.push({ path: '', value: '', message: 'name at least one escrow' })
  if (faults.length > 0) throw new InputError('pledges', faults)
}

/** @throws {RevertError} `TooLittleFits`, as the router would, for the first pledge of which less fits than it must. */
export function requireLeast(planned: readonly PlannedPledge[]): void {
  for (const { escrow, fits, least } of planned) {
    if (fits >= least) continue
    const args = [escrow, fits, least] as const
    throw explainRevertData(encodeErrorResult({ abi: pledgeRouterAbi, errorName: 'TooLittleFits', args }))
  }
}

/** The smaller of two amounts. */
export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
