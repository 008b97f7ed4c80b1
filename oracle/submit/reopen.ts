/**
 * After a reorganisation of blocks that counted: what was included in them is not done. Such transactions wait again, as they were signed,
 * so that they are broadcast anew and their nonces do not stay free for ever.
 */
import type { Address } from 'viem'
import type { Operator } from '../operator.ts'
import type { Store } from '../store/openStore.ts'

/** How many nonces each account for gas of this store had used when block `number` was the last, by two endpoints the smaller count. */
export async function usedNonces({ store, chain }: Operator, number: bigint): Promise<Map<Address, number>> {
  const accounts = await store
    .selectFrom('transactions')
    .where('state', '=', 'included')
    .select('from')
    .distinct()
    .execute()
  const used = new Map<Address, number>()
  for (const { from: address } of accounts) {
    const count = await chain.read(async (client, witness) => {
      const question = { address, blockNumber: number < 0n ? 0n : number }
      const answers = await Promise.all([client, witness].map((one) => one.getTransactionCount(question)))
      return Math.min(...answers)
    })
    used.set(address, count)
  }
  return used
}

/** Lets the included transactions with other nonces than those wait again. What took their place, if anything, is found by `finishTransactions`. */
export async function reopen(store: Store, used: ReadonlyMap<Address, number>): Promise<void> {
  for (const [from, count] of used) {
    await store
      .updateTable('transactions')
      .set({ state: 'signed', hash: null })
      .where('from', '=', from)
      .where('nonce', '>=', count)
      .where('state', '=', 'included')
      .execute()
  }
}
