import type { Address } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { approve } from './approve.ts'
import { explained } from './explained.ts'
import type { Writer } from './writer.ts'

/** Approves exactly one fee of the escrow's terms. See `approve`. */
export async function approveFee(writer: Writer, escrow: Address, fee: 'claimFee' | 'challengeFee'): Promise<boolean> {
  const terms = await explained(() =>
    writer.client.readContract({ address: escrow, abi: escrowAbi, functionName: 'terms' }),
  )
  return approve(writer, terms.asset, escrow, terms[fee])
}
