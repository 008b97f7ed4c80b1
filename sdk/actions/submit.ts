import type { Address, Hex } from 'viem'
import { RevertError } from '../errors/RevertError.ts'
import { explained } from './explained.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Simulates a call, sends it, and waits for its receipt.
 * @returns the return data of the simulation, and the transaction (none in a dry run).
 * @throws {RevertError} when the simulation or the transaction reverts, {ConnectionError} when the chain cannot be asked.
 */
export async function submit(
  writer: Writer,
  call: { to: Address; data: Hex },
): Promise<Written<Hex> & { result: Hex }> {
  const { client, wallet, dryRun = false } = writer
  return explained(async () => {
    const simulated = await client.call({ account: wallet.account, ...call })
    const result = simulated.data ?? '0x'
    // A call to an address without code succeeds and does nothing.
    if (result === '0x' && ((await client.getCode({ address: call.to })) ?? '0x') === '0x') {
      throw new RevertError('unknown', `There is no contract at ${call.to}.`, 'Check the address and the chain.', {})
    }
    if (dryRun) return { result, transaction: undefined }
    const hash = await wallet.sendTransaction({ account: wallet.account, chain: null, ...call })
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') {
      // Somebody came first: the same call at the block before the receipt's tells nothing, at the present it tells why.
      await client.call({ account: wallet.account, ...call })
      throw new RevertError(
        'unknown',
        `Transaction ${hash} reverted though its simulation did not.`,
        'Look at the status and try again.',
        { hash },
      )
    }
    return { result, transaction: { hash, blockNumber: receipt.blockNumber, gasUsed: receipt.gasUsed } }
  })
}
