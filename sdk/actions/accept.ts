import { encodeFunctionData, type Address, type Hex } from 'viem'
import { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Says as a member of its panel that the writer accepts an escrow and will observe. Once and for good.
 * @throws {RevertError} `NotEscrow`, `NotMember`, `AlreadyAccepted`.
 */
export async function accept(writer: Writer, directory: Address, escrow: Address): Promise<Written<Hex>> {
  const data = encodeFunctionData({ abi: operatorDirectoryAbi, functionName: 'accept', args: [escrow] })
  return submit(writer, { to: directory, data })
}
