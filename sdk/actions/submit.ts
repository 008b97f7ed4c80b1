import type { Hex } from 'viem'
import { RevertError } from '../errors/RevertError.ts'
import { callAfter } from './callAfter.ts'
import { explained } from './explained.ts'
import type { Call, Writer, Written } from './writer.ts'

/** The most gas that one transaction may have (EIP-7825). */
const MOST_GAS = 2n ** 24n

/**
 * Simulates a call, sends it, and waits for its receipt.
 * @param spareGas gas on top of the estimate, for a call whose cost others can raise before it is included. What is not used is not
 * paid for.
 * @returns the return data of the simulation, and the transaction (none in a dry run).
 * @throws {RevertError} when the simulation or the transaction reverts, {ConnectionError} when the chain cannot be asked.
 */
export async function submit(writer: Writer, call: Call, spareGas = 0n): Promise<Written<Hex> & { result: Hex }> {
  const { client, wallet, dryRun = false, batch, send = throughWallet(writer) } = writer
  return explained(async () => {
    const from = { account: wallet.account, ...call }
    const result = await callAfter(client, wallet.account, batch ?? [], call)
    // A call to an address without code succeeds and does nothing.
    if (result === '0x' && ((await client.getCode({ address: call.to })) ?? '0x') === '0x') {
      throw new RevertError('unknown', `There is no contract at ${call.to}.`, 'Check the address and the chain.', {})
    }
    if (dryRun) return { result, transaction: undefined }
    if (batch !== undefined) {
      batch.push(call)
      return { result, transaction: undefined }
    }
    const gas = spareGas === 0n ? {} : { gas: await gasWith(spareGas, () => client.estimateGas(from)) }
    const receipt = await send({ ...call, ...gas }, result)
    const hash = receipt.transactionHash
    if (receipt.status !== 'success') {
      // Somebody came first: the same call at the block before the receipt's tells nothing, at the present it tells why.
      await client.call(from)
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

function throughWallet({ client, wallet }: Writer): NonNullable<Writer['send']> {
  return async (call) => {
    const hash = await wallet.sendTransaction({ account: wallet.account, ...call, chain: null })
    return client.waitForTransactionReceipt({ hash })
  }
}

/** The estimate and what is spare, up to the most that a transaction may have. */
async function gasWith(spare: bigint, estimate: () => Promise<bigint>): Promise<bigint> {
  const estimated = await estimate()
  const wanted = estimated + spare
  if (wanted <= MOST_GAS) return wanted
  return estimated > MOST_GAS ? estimated : MOST_GAS
}
