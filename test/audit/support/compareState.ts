/** The model's state beside what the escrow's own views answer: every figure, claim and account. */
import { expect } from 'chai'
import { erc20Abi, zeroHash, type Address, type PublicClient } from 'viem'
import type { Subject } from '../../../audit/history.ts'
import { phaseAt } from '../../../audit/model/phases.ts'
import type { ClaimState, EscrowState } from '../../../audit/model/state.ts'
import { verdictOf } from '../../../audit/model/verdicts.ts'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'

/** The contract's numbers of phases. */
const PHASES = { observing: 1, challenging: 2, arbitrating: 3, decided: 4, settled: 5 } as const

type Of = Pick<Subject, 'escrow' | 'terms'>

/** Fails where `state` is not, to the last unit, what the escrow's views say at the latest block; the balance only where its token logs transfers. */
export async function compareState(
  client: PublicClient,
  { escrow, terms }: Of,
  state: EscrowState,
  { balance: hasBalance } = { balance: true },
): Promise<void> {
  const contract = { address: escrow, abi: escrowAbi } as const
  const { timestamp } = await client.getBlock()
  const [pledged, progress, paid, refundable, held, passed, claimsEnd, docket, ranking, supply, balance] =
    await Promise.all([
      client.readContract({ ...contract, functionName: 'pledged' }),
      client.readContract({ ...contract, functionName: 'progress' }),
      client.readContract({ ...contract, functionName: 'paid' }),
      client.readContract({ ...contract, functionName: 'refundable' }),
      client.readContract({ ...contract, functionName: 'held' }),
      client.readContract({ ...contract, functionName: 'passed' }),
      client.readContract({ ...contract, functionName: 'claimsEnd' }),
      client.readContract({ ...contract, functionName: 'docket' }),
      client.readContract({ ...contract, functionName: 'ranking' }),
      client.readContract({ ...contract, functionName: 'totalSupply' }),
      client.readContract({ address: terms.asset, abi: erc20Abi, functionName: 'balanceOf', args: [escrow] }),
    ])
  const actual = { pledged, progress, paid, held, passed, supply, ...(hasBalance ? { balance } : {}) }
  for (const [name, value] of Object.entries(actual)) {
    expect(state[name as keyof EscrowState], name).to.equal(value)
  }
  expect(state.pledged - state.paid + state.returned, 'refundable').to.equal(refundable)
  expect(state.lastCallEnd === 0n ? terms.claimBy : state.lastCallEnd, 'claims end').to.equal(claimsEnd)
  expect([BigInt(state.docket.length), BigInt(state.settled)], 'docket').to.deep.equal([...docket])
  const ranks = ranking.map(({ score, index }) => ({ score, index: Number(index) }))
  expect(state.ranks, 'ranking').to.deep.equal(ranks)

  const accounts = new Set<Address>([...terms.panel, terms.arbiter, ...state.shares.keys(), ...state.owed.keys()])
  for (const claim of state.claims.values()) {
    accounts.add(claim.payee).add(claim.solver)
    await compareClaim(client, { escrow, terms }, claim, timestamp)
  }
  for (const account of accounts) {
    const [owed, shares] = await Promise.all([
      client.readContract({ ...contract, functionName: 'owed', args: [account] }),
      client.readContract({ ...contract, functionName: 'balanceOf', args: [account] }),
    ])
    expect(state.owed.get(account) ?? 0n, `owed to ${account}`).to.equal(owed)
    expect(state.shares.get(account) ?? 0n, `shares of ${account}`).to.equal(shares)
  }
}

async function compareClaim(
  client: PublicClient,
  { escrow, terms }: Of,
  claim: ClaimState,
  now: bigint,
): Promise<void> {
  const contract = { address: escrow, abi: escrowAbi } as const
  const [view, key] = await Promise.all([
    client.readContract({ ...contract, functionName: 'claimOf', args: [claim.key] }),
    client.readContract({ ...contract, functionName: 'keyAt', args: [claim.target, BigInt(claim.index)] }),
  ])
  const mine: typeof view = {
    payee: claim.payee,
    filedAt: claim.filed.timestamp,
    observedAt: claim.observedAt,
    challengedAt: claim.challenged?.place.timestamp ?? 0n,
    ruled: claim.ruled !== undefined,
    phase: PHASES[phaseAt(terms, claim, now)],
    seats: claim.observations.reduce((bits, { seat }) => bits | (1n << BigInt(seat)), 0n),
    highest: claim.tally[0] ?? 0n,
    verdict: verdictOf(claim, terms.quorum),
    held: claim.held,
    paidAt: claim.paidAt,
    breaksFiled: BigInt(claim.breaks.length),
    breaksSettled: BigInt(claim.breaksSettled),
  }
  expect(mine, `claim ${claim.key}`).to.deep.equal(view)
  expect(key, 'its place').to.equal(claim.key)
  const isBreak = claim.target !== zeroHash
  expect(claim.paid === 0n || !isBreak, 'no break claim is paid from the docket').to.equal(true)
}
