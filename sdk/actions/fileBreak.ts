import { decodeFunctionResult, encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { claimKey } from '../model/evidence.ts'
import { approveFee } from './approveFee.ts'
import type { Filing } from './file.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Files a break claim against the paid claim `target`. Approves exactly the claim fee.
 * @returns the break claim's key, which is known in a dry run too.
 * @throws {RevertError} `NothingHeld`, `WarrantyOver`, `KeyUsed`, `PayeeZero`, `ERC20InsufficientBalance`.
 */
export async function fileBreak(
  writer: Writer,
  escrow: Address,
  target: Hex,
  filing: Filing,
): Promise<Written<Hex> & { key: Hex }> {
  const solver = writer.wallet.account.address
  const { commitment, payee = solver, uri } = filing
  const key = claimKey(solver, commitment, target)
  if (!(await approveFee(writer, escrow, 'claimFee'))) return { key, result: undefined, transaction: undefined }
  const call = { abi: escrowAbi, functionName: 'fileBreak' } as const
  const sent = await submit(writer, {
    to: escrow,
    data: encodeFunctionData({ ...call, args: [target, commitment, payee, uri] }),
  })
  return { ...sent, key, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
