/** Holds the state that an audit made against the views of the escrow for everybody, and against the balance of its token. */
import { erc20Abi } from 'viem'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { compareState } from '../support/compareState.ts'
import type { Audited } from './audit.ts'
import type { History } from './play.ts'

/** Differences, a line each. */
export async function compareWithContracts({ client, accounts, ledger }: History, audited: Audited): Promise<string[]> {
  const { scene, state, payments } = audited
  const { escrow, terms } = scene
  const faults: string[] = []
  const same = (what: string, audit: bigint | number, chain: bigint | number): void => {
    if (BigInt(audit) !== BigInt(chain)) faults.push(`${what}: the audit has ${audit}, the chain ${chain}`)
  }
  try {
    await compareState(client, scene, state)
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error))
  }
  for (const account of accounts) {
    // Who has something is compared already; the others must have nothing.
    if (state.shares.has(account) && state.owed.has(account)) continue
    const contract = { address: escrow, abi: escrowAbi, args: [account] } as const
    const [owed, shares] = await Promise.all([
      client.readContract({ ...contract, functionName: 'owed' }),
      client.readContract({ ...contract, functionName: 'balanceOf' }),
    ])
    same(`owed to ${account}`, state.owed.get(account) ?? 0n, owed)
    same(`shares of ${account}`, state.shares.get(account) ?? 0n, shares)
  }
  for (const account of [...state.shares.keys(), ...state.owed.keys()]) {
    if (!accounts.includes(account)) faults.push(`the audit knows ${account}, which nobody else does`)
  }

  const balance = await client.readContract({
    address: terms.asset,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [escrow],
  })
  same('the balance in the ledger', ledger.balance(terms.asset, escrow), balance)
  const left = state.pledged - state.paid + state.returned - state.refunded
  let owed = 0n
  for (const amount of state.owed.values()) owed += amount
  same('S2, to the last unit', left + owed + state.held + state.openFees + state.stray, balance)
  if (state.pledged > 0n && state.supply === 0n) {
    const refunds = payments.filter(({ kind }) => kind === 'refund').length
    if (left >= BigInt(refunds)) faults.push(`R2: ${left} units are left after ${refunds} refunds of everything`)
  }
  same('claims filed', state.claims.size, scene.claims.size)
  return faults
}
