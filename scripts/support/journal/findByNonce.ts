import type { Address, Hex, PublicClient } from 'viem'

/** The transaction of an account with this nonce, which is known to be included after block `from`; undefined if it is not found. */
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
  return transactions.find((one) => one.from.toLowerCase() === account.toLowerCase() && one.nonce === nonce)
}
