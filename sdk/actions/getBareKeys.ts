import type { Address, PublicClient } from 'viem'
import { explained } from './explained.ts'

/** What an account's code begins with that only delegates (EIP-7702): its key signs for it as before. */
const DELEGATED = '0xef0100'

/** Which of `accounts` are bare keys: they have no code of their own, so that one key speaks for each and cannot be replaced. */
export async function getBareKeys(client: PublicClient, accounts: readonly Address[]): Promise<Address[]> {
  const codes = await explained(() => Promise.all(accounts.map((address) => client.getCode({ address }))))
  return accounts.filter((_, i) => (codes[i] ?? '0x') === '0x' || codes[i]?.startsWith(DELEGATED))
}
