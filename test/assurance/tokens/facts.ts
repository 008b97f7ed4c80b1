/** What must be true after an entry point has worked, and what the escrow owes in all. */
import { Phase } from '../../support/escrow.ts'
import type { Column } from './cells.ts'
import { amountOf, party, pledgers } from './life.ts'
import type { Life } from './life.ts'
import { expectedOf } from './money.ts'

export interface Measured {
  party: bigint
  escrow: bigint
  shares: [bigint, bigint, bigint]
  owed: bigint
}

/** What `column` can change, before or after it. */
export async function measure(life: Life, column: Column): Promise<Measured> {
  const { escrow, cast } = life
  const exists = life.done.has('create')
  const [mine, its, a, b, c, owed] = await Promise.all([
    life.balanceOf(party(life, column).address),
    life.balanceOf(life.address),
    ...[cast.a, cast.b, cast.c].map((x) => (exists ? escrow.balanceOf(x.address) : 0n)),
    exists ? escrow.owed(cast.payee.address) : 0n,
  ])
  return { party: mine!, escrow: its!, shares: [a!, b!, c!], owed: owed! }
}

const different = (what: string, actual: unknown, expected: unknown) =>
  actual === expected ? [] : [`${what} is ${String(actual)} instead of ${String(expected)}`]

/** What is wrong with the tokens and the books after `column` went through: nothing, if it worked to the last unit. */
export async function faultsOf(life: Life, column: Column, before: Measured): Promise<string[]> {
  const after = await measure({ ...life, done: new Set([...life.done, column]) }, column)
  const amount = amountOf(life, column)
  const faults = [
    ...different('what the party paid', before.party - after.party, amount),
    ...different('what the escrow got', after.escrow - before.escrow, amount),
    ...(await faultsOfState(life, column)),
  ]
  const funder = ['deposit', 'mint', 'pledge'].indexOf(column)
  if (funder >= 0) faults.push(...different('the shares', after.shares[funder], life.money.pledges[funder]))
  if (column === 'collect') faults.push(...different('what is owed', after.owed, 0n))
  if (column === 'redeem') faults.push(...different('the shares', after.shares[0], 0n))
  return faults
}

/** What is wrong with what is on record after `column`. */
async function faultsOfState(life: Life, column: Column): Promise<string[]> {
  const { escrow, keys, done } = life
  const expected = expectedOf(life.money, pledgers(life))
  const [filed, broke] = [done.has('file'), done.has('fileBreak')]
  switch (column) {
    case 'create':
      return different('asset', await escrow.asset(), life.terms.asset)
    case 'file':
      return different('phase', (await escrow.claimOf(keys.first)).phase, Phase.Observing)
    case 'observe':
      return different('verdict', (await escrow.claimOf(keys.first)).verdict, 10n)
    case 'challenge':
      return different('phase', (await escrow.claimOf(keys.first)).phase, Phase.Arbitrating)
    case 'rule':
      return different('verdict', (await escrow.claimOf(keys.first)).verdict, 8n)
    case 'settle':
      return different('claims settled', (await escrow.docket()).settled, filed ? 2n : 0n)
    case 'award':
      return different('what was paid', await escrow.paid(), expected.paid[0] + expected.paid[1])
    case 'fileBreak':
      return different('phase', (await escrow.claimOf(keys.breaking)).phase, Phase.Observing)
    case 'settleBreaks':
      return [
        ...different('break claims settled', (await escrow.claimOf(keys.second)).breaksSettled, broke ? 1n : 0n),
        ...different('what is refundable', await escrow.refundable(), filed ? expected.refundable : expected.pledged),
      ]
    case 'release':
      return [
        ...different('what is held', await escrow.held(), 0n),
        ...different('what the payee is owed', await escrow.owed(life.cast.payee.address), filed ? expected.payee : 0n),
      ]
    default:
      return []
  }
}

/**
 * What everybody can still claim, summed over holders, creditors and claims and never read from a counter: shares at their value, owed,
 * held, and the fees of claims that are not settled. The lists are complete: matrix.test.ts compares with the one made from the logs.
 */
export async function claimable(life: Life): Promise<bigint> {
  const { escrow, cast, keys, money } = life
  const holders = [cast.a, cast.b, cast.c].map(async (x) => escrow.previewRedeem(await escrow.balanceOf(x.address)))
  const creditors = [...cast.members, cast.arbiter, cast.payee, cast.rivalPayee, cast.breakerPayee]
  const owed = creditors.map((x) => escrow.owed(x.address))
  const claims = Object.values(keys).map(async (key) => {
    const claim = await escrow.claimOf(key)
    if (claim.phase === Phase.None) return 0n
    const open = claim.phase !== Phase.Settled
    const challenge = open && claim.challengedAt > 0n && !claim.ruled ? money.challengeFee : 0n
    return claim.held + (open ? money.claimFee : 0n) + challenge
  })
  return (await Promise.all([...holders, ...owed, ...claims])).reduce((sum, x) => sum + x, 0n)
}
