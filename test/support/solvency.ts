/** Invariant S1, from what accounts and claims can still get, never from a counter of the contract's. */
import { expect } from 'chai'
import type { Escrow } from '../../typechain-types/index.ts'
import { Phase, ethers } from './escrow.ts'

/** The keys of all claims, then of all break claims, by the escrow's `Filed` events. */
async function allKeys(escrow: Escrow): Promise<string[]> {
  const logs = await escrow.queryFilter(escrow.filters.Filed())
  return logs.map((log) => log.args.claim)
}

/** Everybody who ever held shares, by the `Transfer` events. */
async function allHolders(escrow: Escrow): Promise<string[]> {
  const logs = await escrow.queryFilter(escrow.filters.Transfer())
  return [...new Set(logs.map((log) => log.args.to))].filter((holder) => holder !== ethers.ZeroAddress)
}

/** Everybody who can be owed something: members, arbiter and everybody who ever was a payee. */
async function allCreditors(escrow: Escrow): Promise<string[]> {
  const { panel, arbiter } = await escrow.terms()
  const filed = await escrow.queryFilter(escrow.filters.Filed())
  const assigned = await escrow.queryFilter(escrow.filters.Assigned())
  const accounts = [...panel, arbiter, ...filed.map((log) => log.args.payee), ...assigned.map((log) => log.args.to)]
  return [...new Set(accounts)]
}

/** What everybody can still claim: shares at today's value, owed, held, and fees of claims and challenges not yet shared. */
export async function claimable(escrow: Escrow): Promise<bigint> {
  const { claimFee, challengeFee } = await escrow.terms()
  let sum = 0n
  for (const holder of await allHolders(escrow)) sum += await escrow.previewRedeem(await escrow.balanceOf(holder))
  for (const account of await allCreditors(escrow)) sum += await escrow.owed(account)
  for (const key of await allKeys(escrow)) {
    const claim = await escrow.claimOf(key)
    sum += claim.held
    if (claim.phase === Phase.Settled) continue
    sum += claimFee
    if (claim.challengedAt > 0n && !claim.ruled) sum += challengeFee
  }
  return sum
}

/** S1: the escrow's balance covers what everybody can claim; all but `dust` units of it belong to somebody. */
export async function expectSolvent(escrow: Escrow, context: string, dust: bigint): Promise<void> {
  const token = await ethers.getContractAt('TestToken', await escrow.asset())
  const balance = await token.balanceOf(await escrow.getAddress())
  const sum = await claimable(escrow)
  expect(balance >= sum, `S1 ${context}: balance ${balance}, claimable ${sum}`).to.equal(true)
  expect(balance - sum <= dust, `nothing is stranded ${context}: balance ${balance}, claimable ${sum}`).to.equal(true)
}
