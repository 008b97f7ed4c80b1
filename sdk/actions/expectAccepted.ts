import { encodeFunctionData, type Address } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { RevertError } from '../errors/RevertError.ts'
import type { ClaimFile } from '../evidence/claimFile.ts'
import { submit } from './submit.ts'
import type { Writer } from './writer.ts'

/** Why an escrow refuses a claim whatever is approved: it says so before it asks for its fee. */
const REFUSALS = [
  'NotBinding',
  'ClaimsEnded',
  'NothingLeftToPay',
  'NothingHeld',
  'WarrantyOver',
  'KeyUsed',
  'PayeeZero',
]

/** Asks the escrow whether it would take a claim once its fee is approved; sends nothing. @throws {RevertError} when it would not. */
export async function expectAccepted(
  writer: Writer,
  { escrow, target, commitment }: Pick<ClaimFile, 'escrow' | 'target' | 'commitment'>,
  payee: Address,
): Promise<void> {
  const abi = escrowAbi
  const uri = 'file:///'
  const data =
    target === undefined
      ? encodeFunctionData({ abi, functionName: 'file', args: [commitment, payee, uri] })
      : encodeFunctionData({ abi, functionName: 'fileBreak', args: [target, commitment, payee, uri] })
  try {
    await submit({ ...writer, dryRun: true }, { to: escrow, data })
  } catch (error) {
    if (!(error instanceof RevertError) || REFUSALS.includes(error.errorName)) throw error
  }
}
