/** Each harm is shown, and so is its end: other escrows and the docket of this one go on. */
import { DAY, Status, ethers, time } from '../../support/escrow.ts'
import { PUSHES } from './cells.ts'
import type { Column, Harming } from './cells.ts'
import { claimable, faultsOf, measure } from './facts.ts'
import type { Measured } from './facts.ts'
import { failureOf } from './failure.ts'
import { act, amountOf } from './life.ts'
import type { Life } from './life.ts'
import type { Kind } from './make.ts'

const GAS = { gasLimit: 3_000_000n }

/** Whether somebody cannot be paid when all leave, one after the other. */
async function somebodyGoesEmpty(life: Life): Promise<boolean> {
  const { escrow, cast } = life
  const failures: (string | undefined)[] = []
  for (const account of [...cast.members, cast.arbiter, cast.payee, cast.rivalPayee, cast.breakerPayee]) {
    if ((await escrow.owed(account.address)) === 0n) continue
    failures.push(await failureOf(() => escrow.collect(account.address, account.address, GAS)))
  }
  for (const holder of [cast.a, cast.b, cast.c]) {
    const shares = await escrow.balanceOf(holder.address)
    if (shares === 0n) continue
    failures.push(await failureOf(() => escrow.connect(holder).redeem(shares, holder.address, holder.address, GAS)))
  }
  return failures.some((failure) => failure !== undefined)
}

/** That `column`, directed elsewhere, pays in full, and that the others are paid where they are. */
async function faultsElsewhere(life: Life, column: Column): Promise<string[]> {
  const { cast, escrow } = life
  const other: Life = { ...life, directed: cast.elsewhere.address }
  const before = await life.balanceOf(cast.elsewhere.address)
  const failure = await failureOf(() => act(other, column))
  if (failure !== undefined) return [`elsewhere it fails with ${failure}`]
  const got = (await life.balanceOf(cast.elsewhere.address)) - before
  const faults = got === -amountOf(life, column) ? [] : [`elsewhere it gets ${got}`]
  const creditor = cast.members[0]!.address
  const owed = await escrow.owed(creditor)
  const had = await life.balanceOf(creditor)
  const refusal = owed === 0n ? 'nothing owed' : await failureOf(() => escrow.collect(creditor, creditor, GAS))
  if (refusal !== undefined || (await life.balanceOf(creditor)) - had !== owed) {
    faults.push(`another creditor is not paid: ${refusal ?? 'less'}`)
  }
  const shares = await escrow.balanceOf(cast.c.address)
  const redeemed = await failureOf(() => escrow.connect(cast.c).redeem(shares, cast.c.address, cast.c.address, GAS))
  return redeemed === undefined ? faults : [...faults, `another funder cannot redeem: ${redeemed}`]
}

/** That the docket runs to its end, whatever the token does: all settled, awarded, released, refunds open. */
export async function faultsOfDocket(life: Life): Promise<string[]> {
  const { escrow, keys } = life
  if ((await ethers.provider.getCode(life.address)) === '0x') return []
  const failure = await failureOf(async () => {
    await time.increase(40n * DAY)
    await escrow.settle(10n, GAS)
    if ((await escrow.ranking()).length > 0 && (await escrow.progress()) === 0n) await escrow.award(GAS)
    await escrow.settleBreaks(keys.second, 10n, GAS)
    await time.increase(12n * DAY)
    await escrow.release([keys.first, keys.second], GAS)
  })
  if (failure !== undefined) return [`the docket stops with ${failure}`]
  const [{ filed, settled }, status] = [await escrow.docket(), await escrow.status()]
  const open = status === Status.Closed || status === Status.Void ? [] : [`refunds stay closed, status ${status}`]
  return filed === settled ? open : [...open, `${filed - settled} claims stay unsettled`]
}

/** What contradicts the harm that `cell` promises for `column`, which has just been called. */
export async function faultsOfHarm(
  life: Life,
  kind: Kind,
  column: Column,
  cell: Harming,
  before: Measured,
): Promise<string[]> {
  const after = await measure(life, column)
  const amount = amountOf(life, column)
  switch (cell.harm) {
    case 'short': {
      const [balance, sum] = [await life.balanceOf(life.address), await claimable(life)]
      if (balance >= sum) return [`S1 holds after all: balance ${balance}, claimable ${sum}`]
      if (!PUSHES.includes(column)) return []
      return (await somebodyGoesEmpty(life)) ? [] : ['all are paid after all']
    }
    case 'less': {
      const faults = after.party - before.party < -amount ? [] : ['the receiver gets everything after all']
      const [balance, sum] = [await life.balanceOf(life.address), await claimable(life)]
      if (balance < sum) faults.push(`others pay for it: balance ${balance}, claimable ${sum}`)
      const books = column === 'collect' ? after.owed : after.shares[column === 'redeem' ? 0 : 1]
      const had = column === 'collect' ? before.owed : before.shares[column === 'redeem' ? 0 : 1]
      return books < had ? faults : [...faults, 'it is not counted as paid']
    }
    case 'frozen': {
      if (kind.undo === undefined) return ['this kind says no way to end it']
      await kind.undo(life)
      const failure = await failureOf(() => act(life, column))
      return failure === undefined ? faultsOf(life, column, before) : [`it stays frozen: ${failure}`]
    }
    case 'gone':
      return (await claimable(life)) > 0n && (await life.balanceOf(life.address)) === 0n ? [] : ['the money is there']
    case 'elsewhere':
      return faultsElsewhere(life, column)
    case 'extra': {
      const got = after.escrow - before.escrow
      const paid = before.party - after.party
      return got === amount && paid > amount ? [] : [`the escrow got ${got}, the payer paid ${paid}`]
    }
    case 'worth': {
      const vault = await ethers.getContractAt('SavingsVault', life.terms.asset as string)
      const value = await vault.convertToAssets(-amount)
      const full = after.party - before.party === -amount && before.escrow - after.escrow === -amount
      return full && value < -amount ? [] : [`received in full: ${full}; worth ${value}`]
    }
  }
}
