import { decodeFunctionResult, encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { claimKey } from '../model/evidence.ts'
import { approveFee } from './approveFee.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/** What is filed: the commitment (`commitmentOf`, with the writer as solver), who is paid (default: the writer), and where the
 * encrypted bundle is. */
export interface Filing {
  commitment: Hex
  payee?: Address
  uri: string
}

/**
 * Files a claim with the docket. Approves exactly the claim fee.
 * @returns the claim's key, which is known in a dry run too.
 * @throws {RevertError} `NotBinding`, `ClaimsEnded`, `NothingLeftToPay`, `KeyUsed`, `PayeeZero`, `ERC20InsufficientBalance`.
 */
export async function file(writer: Writer, escrow: Address, filing: Filing): Promise<Written<Hex> & { key: Hex }> {
  const solver = writer.wallet.account.address
  const { commitment, payee = solver, uri } = filing
  const key = claimKey(solver, commitment)
  if (!(await approveFee(writer, escrow, 'claimFee'))) return { key, result: undefined, transaction: undefined }
  const call = { abi: escrowAbi, functionName: 'file' } as const
  const sent = await submit(writer, {
    to: escrow,
    data: encodeFunctionData({ ...call, args: [commitment, payee, uri] }),
  })
  return { ...sent, key, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
