import { encodeFunctionData, erc20Abi, type Address } from 'viem'
import { RevertError } from '../errors/RevertError.ts'
import { explained } from './explained.ts'
import { submit } from './submit.ts'
import type { Writer } from './writer.ts'

/**
 * Sees to it that `spender` may move `amount` of the writer's tokens: approves exactly that where less is approved.
 * @param amount base units of `token`.
 * @returns false only in a dry run in which an approval would have been sent: what needs it cannot be simulated.
 * @throws {RevertError} named `ERC20InsufficientBalance` when the writer has less than `amount`.
 */
export async function approve(writer: Writer, token: Address, spender: Address, amount: bigint): Promise<boolean> {
  if (amount === 0n) return true
  const owner = writer.wallet.account.address
  const contract = { address: token, abi: erc20Abi } as const
  const [balance, allowance] = await explained(() =>
    Promise.all([
      writer.client.readContract({ ...contract, functionName: 'balanceOf', args: [owner] }),
      writer.client.readContract({ ...contract, functionName: 'allowance', args: [owner, spender] }),
    ]),
  )
  if (balance < amount) {
    const what = `${owner} has ${balance} of the ${amount} base units of ${token} that this takes.`
    throw new RevertError('ERC20InsufficientBalance', what, 'Get the missing amount first.', {
      sender: owner,
      balance,
      needed: amount,
    })
  }
  if (allowance >= amount) return true
  const approveExactly = (value: bigint) =>
    submit(writer, {
      to: token,
      data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender, value] }),
    })
  // Some tokens (USDT) only let an allowance change from or to 0.
  if (allowance > 0n) await approveExactly(0n)
  await approveExactly(amount)
  return writer.dryRun !== true
}
