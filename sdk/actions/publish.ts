import { encodeFunctionData, type Address, type Hex } from 'viem'
import { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Publishes the writer's endpoint (at most 256 bytes) and encryption key (at most 2,048 bytes), in place of what it published before.
 * @throws {RevertError} `EndpointLength`, `EncryptionKeyLength`.
 */
export async function publish(
  writer: Writer,
  directory: Address,
  operator: { endpoint: string; encryptionKey: string },
): Promise<Written<Hex>> {
  const args = [operator.endpoint, operator.encryptionKey] as const
  const data = encodeFunctionData({ abi: operatorDirectoryAbi, functionName: 'publish', args })
  return submit(writer, { to: directory, data })
}
