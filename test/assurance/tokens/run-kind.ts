/** Executes a row of the table: each cell, the control escrow beside it, and the end of the life. */
import { ethers, networkHelpers, time, world } from '../../support/escrow.ts'
import { claimable as claimableByLogs } from '../../support/solvency.ts'
import { UNTOUCHED, describeCell, works } from './cells.ts'
import type { Cell, Column, Row } from './cells.ts'
import { claimable, faultsOf, measure } from './facts.ts'
import { failureOf } from './failure.ts'
import { faultsOfDocket, faultsOfHarm } from './harm.ts'
import { payers } from './make.ts'
import type { Kind } from './make.ts'
import { ORDER, WAITS, act, newLife, prepare } from './life.ts'
import type { Life, Stage } from './life.ts'
import { coins, purse } from './money.ts'

const CONTROL = coins(10n ** 6n)

/** Factory, router, the roles, and a plain token of which all payers have enough for the control escrow. */
export async function stage(): Promise<Stage> {
  const w = await world()
  const router = await ethers.deployContract('PledgeRouter', [w.factory])
  const more = (await ethers.getSigners()).slice(13)
  const [a, b, c] = w.funders as [Life['cast']['a'], Life['cast']['b'], Life['cast']['c']]
  const [rival, rivalPayee, challenger, breaker, breakerPayee, elsewhere] = more as [typeof a, ...(typeof a)[]]
  const cast = {
    ...{ a, b, c, rival, solver: w.solver, payee: w.payee, arbiter: w.arbiter, stranger: w.stranger },
    ...{ rivalPayee: rivalPayee!, challenger: challenger!, breaker: breaker!, breakerPayee: breakerPayee! },
    elsewhere: elsewhere!,
    members: w.members.slice(0, 3),
  }
  const plain = { w, router, cast }
  for (const payer of payers(cast)) await w.token.mint(payer.address, purse(CONTROL))
  return plain
}

/** Runs `action` and undoes everything it did to the chain. */
async function undone<T>(action: () => Promise<T>): Promise<T> {
  const id: unknown = await ethers.provider.send('evm_snapshot', [])
  try {
    return await action()
  } finally {
    await ethers.provider.send('evm_revert', [id])
  }
}

/** Calls `column` and says what contradicts `cell`. */
async function faultsOfCell(life: Life, kind: Kind, column: Column, cell: Cell): Promise<string[]> {
  const before = await measure(life, column)
  const failure = await failureOf(() => act(life, column))
  const promised = cell.outcome === 'works' ? undefined : cell.error
  if (failure !== promised)
    return [`promised "${describeCell(cell)}", but it ${failure === undefined ? 'went through' : `failed: ${failure}`}`]
  const faults = cell.outcome === 'works' ? await faultsOf(life, column, before) : []
  if (cell.outcome !== 'harms') return faults
  return undone(() => faultsOfHarm(life, kind, column, cell, before))
}

/** A call that must not need the token: it does the same when the token's code aborts at its first byte. */
async function faultsWithoutToken(life: Life, column: Column, cell: Cell): Promise<string[]> {
  const faults = await undone(async () => {
    await networkHelpers.setCode(life.terms.asset as string, '0xfe')
    const before = { party: 0n, escrow: 0n, shares: [0n, 0n, 0n], owed: 0n } as const
    const failure = await failureOf(() => act(life, column))
    const promised = cell.outcome === 'works' ? undefined : cell.error
    if (failure !== promised)
      return [
        `promised "${describeCell(cell)}", but it ${failure === undefined ? 'went through' : `failed: ${failure}`}`,
      ]
    const mute: Life = { ...life, balanceOf: () => Promise.resolve(0n) }
    return cell.outcome === 'works' ? faultsOf(mute, column, { ...before, shares: [0n, 0n, 0n] }) : []
  })
  return faults.map((fault) => `without the token: ${fault}`)
}

interface Ran {
  /** What contradicts the row: nothing, if it holds. */
  faults: string[]
  /** Cells executed. */
  cells: number
}

/** Runs a life over a token of `kind` and, in step with it, one over a plain token from the same factory. */
export async function runKind(on: Stage, kind: Kind, row: Row, untouched = UNTOUCHED): Promise<Ran> {
  const asset = await kind.token(on, kind.money)
  const truth = kind.truth
  const life = await newLife(on, asset, kind.money, truth && ((account) => truth(asset, account)))
  const control = await newLife(on, await on.w.token.getAddress(), CONTROL)
  const faults: string[] = []
  const note = (column: string, found: string[]) => faults.push(...found.map((fault) => `${column}: ${fault}`))
  const ofControl = (column: Column) => faultsOfCell(control, kind, column, works)
  let cells = 0
  for (const column of ORDER) {
    const cell = row.cells[column]
    for (const each of [life, control]) await prepare(each, column)
    const wait = WAITS[column]
    if (wait !== undefined) await time.increase(wait)
    if (row.when === 'always') await kind.turn?.(life, column)
    if (untouched.includes(column)) note(column, await faultsWithoutToken(life, column, cell))
    if (row.when === 'at the call')
      note(column, await undone(() => faultsAtTheCall(life, kind, column, cell, ofControl)))
    const promised = row.when === 'always' ? cell : works
    const found = await faultsOfCell(life, kind, column, promised)
    note(row.when === 'always' ? column : `${column}, honest again`, found)
    if (promised.outcome === 'works') life.done.add(column)
    note(`${column} of the control`, await ofControl(column))
    control.done.add(column)
    cells += 1
  }
  if (faults.length === 0) note('the end', await faultsOfEnd(life, kind))
  return { faults, cells }
}

/** `column` under a token that has just turned; what follows of it for others; chain and life are as before afterwards. */
async function faultsAtTheCall(
  life: Life,
  kind: Kind,
  column: Column,
  cell: Cell,
  ofControl: (column: Column) => Promise<string[]>,
): Promise<string[]> {
  const turned = { ...life, done: new Set(life.done) }
  await kind.turn?.(turned, column)
  const faults = await faultsOfCell(turned, kind, column, cell)
  if (cell.outcome === 'works') return [...faults, ...(await faultsOfSolvency(turned, column))]
  faults.push(...(await undone(() => ofControl(column))).map((fault) => `the other escrow: ${fault}`))
  if (cell.outcome === 'harms') faults.push(...(await faultsOfDocket(turned)))
  return faults
}

/** What works leaves the escrow solvent (what never touches the token is no judge of that). */
async function faultsOfSolvency(life: Life, column: Column): Promise<string[]> {
  if (column === 'create' || UNTOUCHED.includes(column)) return []
  const [balance, sum] = [await life.balanceOf(life.address), await claimable(life)]
  return balance >= sum ? [] : [`S1: balance ${balance}, claimable ${sum}`]
}

/** S1 by two lists of claimants; then all leave, nobody goes empty, and only roundings (or what rebased beyond the books) are left. */
async function faultsOfEnd(life: Life, kind: Kind): Promise<string[]> {
  const { escrow, cast } = life
  const [balance, sum, byLogs] = [
    await life.balanceOf(life.address),
    await claimable(life),
    await claimableByLogs(escrow),
  ]
  if (sum !== byLogs) return [`the lists of claimants differ: ${sum} and, by the logs, ${byLogs}`]
  if (balance < sum) return [`S1: balance ${balance}, claimable ${sum}`]
  for (const account of [...cast.members, cast.arbiter, cast.payee, cast.rivalPayee, cast.breakerPayee]) {
    if ((await escrow.owed(account.address)) > 0n) await escrow.collect(account.address, account.address)
  }
  let redemptions = 2n // those of the life itself
  for (const holder of [cast.a, cast.b, cast.c]) {
    const shares = await escrow.balanceOf(holder.address)
    if (shares === 0n) continue
    await escrow.connect(holder).redeem(shares, holder.address, holder.address)
    redemptions += 1n
  }
  const left = await life.balanceOf(life.address)
  const faults = await (kind.after?.(life) ?? [])
  if (kind.surplus) return left > redemptions ? faults : [...faults, `nothing is left of what rebased: ${left}`]
  return left < redemptions ? faults : [...faults, `R2: ${left} units are left after ${redemptions} redemptions`]
}
