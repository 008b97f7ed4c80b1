import { encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { approveFee } from './approveFee.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Challenges the verdict of a claim, with published grounds. Approves exactly the challenge fee.
 * @throws {RevertError} `WrongPhase` outside phase Challenging, `ERC20InsufficientBalance`.
 */
export async function challenge(writer: Writer, escrow: Address, key: Hex, grounds: string): Promise<Written<Hex>> {
  if (!(await approveFee(writer, escrow, 'challengeFee'))) return { result: undefined, transaction: undefined }
  const data = encodeFunctionData({ abi: escrowAbi, functionName: 'challenge', args: [key, grounds] })
  return submit(writer, { to: escrow, data })
}
