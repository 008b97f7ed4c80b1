import { erc20Abi, getAbiItem, type Address, type PublicClient } from 'viem'
import type { Flow, Ledger } from './expected.ts'

/** What each account paid into `escrow` and got out of it, by the token's own transfers. */
export async function ledgerOf(
  client: PublicClient,
  token: Address,
  escrow: Address,
  nameOf: (account: Address) => string,
): Promise<Ledger> {
  const event = getAbiItem({ abi: erc20Abi, name: 'Transfer' })
  const transfers = (filter: { from: Address } | { to: Address }) =>
    client.getLogs({ address: token, event, args: filter, fromBlock: 0n, strict: true })
  const ledger: Ledger = new Map()
  const flow = (account: Address): Flow => {
    const name = nameOf(account)
    const known = ledger.get(name) ?? { paidIn: 0n, received: 0n }
    ledger.set(name, known)
    return known
  }
  for (const { args } of await transfers({ to: escrow })) flow(args.from).paidIn += args.value
  for (const { args } of await transfers({ from: escrow })) flow(args.to).received += args.value
  return ledger
}

/** Names of accounts of which the two ledgers do not say exactly the same. */
export function differences(actual: Ledger, expected: Ledger): string[] {
  const none = { paidIn: 0n, received: 0n }
  return [...new Set([...actual.keys(), ...expected.keys()])].filter((name) => {
    const [a, e] = [actual.get(name) ?? none, expected.get(name) ?? none]
    return a.paidIn !== e.paidIn || a.received !== e.received
  })
}
