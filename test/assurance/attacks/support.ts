/** What the attacks share: who is worth what, gas, and where clocks end. */
import type { ContractTransactionResponse } from 'ethers'
import { arbitrated, ethers } from '../../support/escrow.ts'
import type { TermsValues, World } from '../../support/escrow.ts'
import { now, pass } from '../../support/claims.ts'
import type { Opened } from '../../support/claims.ts'

/** V, C and A of the escrows of `arbitrated`, and of escrows without an arbiter (V alone). */
export const sumOfClocks = ({ t }: Opened): bigint =>
  BigInt(t.verifyWithin) + BigInt(t.challengeWithin) + BigInt(t.arbitrateWithin)

/** Tokens of `account` that it has, or could collect from the escrow now. */
export async function worth({ w, escrow }: Opened, account: { address: string }): Promise<bigint> {
  return (await w.token.balanceOf(account.address)) + (await escrow.owed(account.address))
}

/** By how much `attack` changes what each of `accounts` is worth. */
export async function gains(
  o: Opened,
  accounts: { address: string }[],
  attack: () => Promise<unknown>,
): Promise<bigint[]> {
  const before = await Promise.all(accounts.map((account) => worth(o, account)))
  await attack()
  const after = await Promise.all(accounts.map((account) => worth(o, account)))
  return after.map((value, i) => value - before[i]!)
}

/** The gas that a transaction used. */
export async function gasOf(transaction: Promise<ContractTransactionResponse>): Promise<bigint> {
  const receipt = await (await transaction).wait()
  return receipt!.gasUsed
}

/** Sets the time right after the last second at which claim `key`, never challenged, can be undecided. */
export async function passClocks(o: Opened, key: string): Promise<void> {
  const { filedAt } = await o.escrow.claimOf(key)
  const end = filedAt + sumOfClocks(o)
  if ((await now()) <= end) await pass(end)
}

/** `override` for an escrow with an arbiter and both clocks, but no fees. */
export const judged = (w: World): Partial<TermsValues> => ({ ...arbitrated(w), claimFee: 0n, challengeFee: 0n })

/** A commitment to nothing: no evidence will ever open it. */
export const junk = (i: number): string => ethers.id(`junk ${i}`)
