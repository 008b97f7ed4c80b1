import { decodeFunctionResult, encodeErrorResult, encodeFunctionData, type Address } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { explainRevertData } from '../errors/explainRevert.ts'
import { approve } from './approve.ts'
import { explained } from './explained.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Pledges `amount` base units; the receiver (default: the writer) gets one share for each. Approves exactly the amount.
 * @returns the shares.
 * @throws {RevertError} `ERC4626ExceededMaxDeposit` above the cap or once pledging has ended, before anything is approved.
 */
export async function pledge(
  writer: Writer,
  escrow: Address,
  pledged: { amount: bigint; receiver?: Address },
): Promise<Written<bigint>> {
  const { amount, receiver = writer.wallet.account.address } = pledged
  const contract = { address: escrow, abi: escrowAbi } as const
  const [token, room] = await explained(() =>
    Promise.all([
      writer.client.readContract({ ...contract, functionName: 'asset' }),
      writer.client.readContract({ ...contract, functionName: 'maxDeposit', args: [receiver] }),
    ]),
  )
  if (amount > room) {
    const args = [receiver, amount, room] as const
    throw explainRevertData(encodeErrorResult({ abi: escrowAbi, errorName: 'ERC4626ExceededMaxDeposit', args }))
  }
  if (!(await approve(writer, token, escrow, amount))) return { result: undefined, transaction: undefined }
  const call = { abi: escrowAbi, functionName: 'deposit' } as const
  const sent = await submit(writer, { to: escrow, data: encodeFunctionData({ ...call, args: [amount, receiver] }) })
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
