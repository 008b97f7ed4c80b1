import type { Address } from 'viem'
import { file } from '../../../sdk/actions/file.ts'
import { fileBreak } from '../../../sdk/actions/fileBreak.ts'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import type { Writer, Written } from '../../../sdk/actions/writer.ts'
import type { ClaimFile } from '../../../sdk/evidence/claimFile.ts'
import { readClaimFile } from './packed.ts'

/** Whether the chain has the claim: its key can be used once. */
export async function isFiled(writer: Writer, escrow: EscrowState, { key }: Pick<ClaimFile, 'key'>): Promise<boolean> {
  return (await getClaim(writer.client, escrow, key)).phase !== 'None'
}

/**
 * Files the claim of a folder unless the chain has it. What an interrupted run has sent is brought to its end by the journal before.
 * @returns the transaction; undefined where it was filed before.
 */
export async function fileOnce(
  writer: Writer,
  escrow: EscrowState,
  out: string,
  filing: { uri: string; payee: Address },
): Promise<Written<unknown>['transaction']> {
  const claim = await readClaimFile(out)
  if (await isFiled(writer, escrow, claim)) return undefined
  return (await fileClaim(writer, claim, filing)).transaction
}

/** Files a claim, or a break claim if it has a target. */
export function fileClaim(
  writer: Writer,
  { escrow, commitment, target }: Pick<ClaimFile, 'escrow' | 'commitment' | 'target'>,
  filing: { uri: string; payee: Address },
): Promise<Written<unknown>> {
  return target === undefined
    ? file(writer, escrow, { commitment, ...filing })
    : fileBreak(writer, escrow, target, { commitment, ...filing })
}
