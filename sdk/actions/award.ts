import { encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Pays the prizes of a contest once claims have ended and all are settled. Open to all.
 * @throws {RevertError} `NothingToAward`.
 */
export async function award(writer: Writer, escrow: Address): Promise<Written<Hex>> {
  return submit(writer, { to: escrow, data: encodeFunctionData({ abi: escrowAbi, functionName: 'award' }) })
}
