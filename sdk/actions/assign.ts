import { encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Hands all future credits of a claim, the held part included, to another payee. Only its payee may.
 * @throws {RevertError} `NotPayee`, `PayeeZero`.
 */
export async function assign(writer: Writer, escrow: Address, key: Hex, payee: Address): Promise<Written<Hex>> {
  return submit(writer, {
    to: escrow,
    data: encodeFunctionData({ abi: escrowAbi, functionName: 'assign', args: [key, payee] }),
  })
}
