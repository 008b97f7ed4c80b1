import type { Address, PublicClient } from 'viem'
import { getOperator, type Operator } from './getOperator.ts'

/** An account and what it has published of itself. */
export interface OperatorEntry extends Operator {
  account: Address
}

/** What accounts have published in OperatorDirectory, in the order of `accounts`. */
export async function getOperators(
  client: PublicClient,
  directory: Address,
  accounts: readonly Address[],
): Promise<OperatorEntry[]> {
  return Promise.all(accounts.map(async (account) => ({ account, ...(await getOperator(client, directory, account)) })))
}
