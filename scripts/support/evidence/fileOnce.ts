import {
  createWalletClient,
  custom,
  isAddressEqual,
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
  type Hex,
  type PublicClient,
  type TransactionReceipt,
} from 'viem'
import { explained } from '../../../sdk/actions/explained.ts'
import { file } from '../../../sdk/actions/file.ts'
import { fileBreak } from '../../../sdk/actions/fileBreak.ts'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import type { Writer, Written } from '../../../sdk/actions/writer.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { readClaimFile, writeClaimFile } from './packed.ts'

/** How long a transaction that was sent before may take to be mined, and how often that is asked. Milliseconds. */
const PATIENCE = 300_000
const EVERY = 1_000

/**
 * Files the claim of a folder unless the chain has it. The signed transaction is kept before it is sent, so that a run after a crash
 * waits for that one and does not send another.
 * @returns the transaction that filed it, where this folder knows it.
 */
export async function fileOnce(
  writer: Writer,
  escrow: EscrowState,
  out: string,
  filing: { uri: string; payee: `0x${string}` },
): Promise<Written<unknown>['transaction']> {
  const claim = await readClaimFile(out)
  const isFiled = async () => (await getClaim(writer.client, escrow, claim.key)).phase !== 'None'
  if (claim.signed !== undefined) {
    const receipt = await outcomeOf(writer.client, claim.signed, isFiled)
    if (receipt?.status === 'success') return asTransaction(receipt)
  }
  if (await isFiled()) return undefined
  const keeping = keepingWriter(writer, async (signed) => {
    const { to } = parseTransaction(signed)
    if (to && isAddressEqual(to, escrow.address)) await writeClaimFile(out, { ...(await readClaimFile(out)), signed })
  })
  const { commitment, target } = claim
  const sent =
    target === undefined
      ? await file(keeping, escrow.address, { commitment, ...filing })
      : await fileBreak(keeping, escrow.address, target, { commitment, ...filing })
  return sent.transaction
}

/** The writer; each transaction is handed to `keep` between signing and sending. */
function keepingWriter(writer: Writer, keep: (signed: Hex) => Promise<void>): Writer {
  const { wallet } = writer
  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    if (method === 'eth_sendRawTransaction') await keep((params as [Hex])[0])
    return wallet.transport.request({ method, params })
  }
  const transport = custom({ request }, { retryCount: 0 })
  return { ...writer, wallet: createWalletClient({ account: wallet.account, chain: wallet.chain, transport }) }
}

/**
 * What became of a transaction that may have been sent: sends it again, which changes nothing where it is known, and waits.
 * @returns its receipt; undefined when it can never be mined, since its account has used its number for another one, or when what it
 * does is done.
 * @throws {ConnectionError} when it is still not mined after a while.
 */
async function outcomeOf(
  client: PublicClient,
  signed: Hex,
  isDone: () => Promise<boolean>,
): Promise<TransactionReceipt | undefined> {
  const hash = keccak256(signed)
  const { nonce = 0 } = parseTransaction(signed)
  const address = await recoverTransactionAddress({ serializedTransaction: signed as `0x02${string}` })
  const receiptOf = () =>
    client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return undefined
      throw error
    })
  return explained(async () => {
    const known = await receiptOf()
    if (known !== undefined) return known
    // Refused where the node knows it, or its number is used: both show below.
    await client.sendRawTransaction({ serializedTransaction: signed }).catch(() => undefined)
    for (const start = Date.now(); Date.now() - start < PATIENCE;) {
      const used = (await client.getTransactionCount({ address })) > nonce
      const receipt = await receiptOf()
      if (receipt !== undefined || used || (await isDone())) return receipt
      await new Promise((resolve) => setTimeout(resolve, EVERY))
    }
    const toDo = 'Run the same command again later, or speed it up in the wallet that has this key.'
    throw new ConnectionError(`Transaction ${hash} is not mined yet.`, undefined, toDo)
  })
}

function asTransaction({ transactionHash: hash, blockNumber, gasUsed }: TransactionReceipt) {
  return { hash, blockNumber, gasUsed }
}
