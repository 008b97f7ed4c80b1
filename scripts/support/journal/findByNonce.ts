import {
  recoverTransactionAddress,
  serializeTransaction,
  type Address,
  type Hex,
  type PublicClient,
  type Transaction,
  type TransactionSerializable,
} from 'viem'

/**
 * The transaction of an account with this nonce, which is said to be included after block `from`; undefined if it is not found. It is
 * proved by its signature: an endpoint cannot make one up, so it cannot say that a transaction will never be included which still can.
 */
export async function findByNonce(
  client: PublicClient,
  account: Address,
  nonce: number,
  from: bigint,
): Promise<{ hash: Hex; to: Address | null; input: Hex; value: bigint } | undefined> {
  let [low, high] = [from, await client.getBlockNumber({ cacheTime: 0 })]
  while (low < high) {
    const middle = (low + high) / 2n
    const used = await client.getTransactionCount({ address: account, blockNumber: middle })
    if (used > nonce) high = middle
    else low = middle + 1n
  }
  const { transactions } = await client.getBlock({ blockNumber: low, includeTransactions: true })
  const found = transactions.find((one) => one.from.toLowerCase() === account.toLowerCase() && one.nonce === nonce)
  if (found === undefined) return undefined
  return (await signerOf(found))?.toLowerCase() === account.toLowerCase() ? found : undefined
}

/** Who signed a transaction, recomputed from its fields; undefined where they give no signature. */
async function signerOf(transaction: Transaction): Promise<Address | undefined> {
  const { r, s, v, yParity, input: data, gasPrice, ...rest } = transaction
  const price = rest.maxFeePerGas === undefined ? { gasPrice } : {}
  try {
    const fields = { ...rest, ...price, data } as TransactionSerializable
    const serialized = serializeTransaction(fields, { r, s, v, ...(yParity === undefined ? {} : { yParity }) })
    return await recoverTransactionAddress({ serializedTransaction: serialized })
  } catch {
    return undefined
  }
}
