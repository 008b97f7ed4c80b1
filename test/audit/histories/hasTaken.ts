import { parseAbi, type PublicClient } from 'viem'
import type { ContractSignature } from '../../../audit/model/ears.ts'

const abi = parseAbi(['function isValidSignature(bytes32 digest, bytes signature) view returns (bytes4)'])
const MAGIC = '0x1626ba7e'

/** Whether the member, a contract, takes this signature after block `blockNumber`. */
export async function hasTaken(client: PublicClient, query: ContractSignature, blockNumber: bigint): Promise<boolean> {
  const args = [query.digest, query.signature] as const
  const answer = await client.readContract({
    address: query.member,
    abi,
    functionName: 'isValidSignature',
    args,
    blockNumber,
  })
  return answer === MAGIC
}
