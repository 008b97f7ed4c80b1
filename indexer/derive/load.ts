/** What the events of a stretch can change, read from the index before they are applied. */
import { getAddress, isAddress, zeroHash, type Address, type Hex } from 'viem'
import type { Terms } from '../../sdk/model/terms.ts'
import { keysInChunks } from '../store/inChunks.ts'
import type { Index } from '../store/openIndex.ts'
import type { EscrowsTable } from '../store/tables.ts'
import type { Loaded } from './book.ts'
import { claimOf, type Claim } from './claim.ts'
import type { PlacedEvent } from './events.ts'
import { figuresOf } from './figures.ts'

/** Loads what these events of an escrow touch. @param row its row. */
export async function load(
  index: Index,
  row: EscrowsTable,
  terms: Terms,
  events: readonly PlacedEvent[],
): Promise<Loaded> {
  const { escrow } = row
  const figures = figuresOf(row)
  const { keys, accounts } = touched(events)
  const claims = await loadClaims(index, escrow, keys)
  for (const { payee } of claims.values()) accounts.add(payee)
  for (const account of [...terms.panel, terms.arbiter]) accounts.add(getAddress(account))
  const [shares, owed] = [new Map<Address, bigint>(), new Map<Address, bigint>()]
  for (const some of keysInChunks(accounts)) {
    const held = await index
      .selectFrom('holders')
      .select(['account', 'shares'])
      .where('escrow', '=', escrow)
      .where('account', 'in', some)
      .execute()
    for (const one of held) shares.set(one.account, BigInt(one.shares))
    const due = await index
      .selectFrom('owed')
      .select(['account', 'amount'])
      .where('escrow', '=', escrow)
      .where('account', 'in', some)
      .execute()
    for (const one of due) owed.set(one.account, BigInt(one.amount))
  }
  return { figures, claims, shares, owed }
}

/** Keys of claims, and accounts, that events name. */
function touched(events: readonly PlacedEvent[]): { keys: Set<Hex>; accounts: Set<Address> } {
  const [keys, accounts] = [new Set<Hex>(), new Set<Address>()]
  for (const { args } of events) {
    for (const [name, value] of Object.entries(args) as [string, unknown][]) {
      if (typeof value !== 'string') continue
      if (name === 'claim' || (name === 'target' && value !== zeroHash)) keys.add(value as Hex)
      else if (value.length === 42 && isAddress(value, { strict: false })) accounts.add(getAddress(value))
    }
  }
  return { keys, accounts }
}

async function loadClaims(index: Index, escrow: Address, keys: ReadonlySet<Hex>): Promise<Map<Hex, Claim>> {
  const claims = new Map<Hex, Claim>()
  for (const some of keysInChunks(keys)) {
    const rows = await index
      .selectFrom('claims')
      .selectAll()
      .where('escrow', '=', escrow)
      .where('claim', 'in', some)
      .execute()
    const observations = await index
      .selectFrom('observations')
      .select(['claim', 'member'])
      .where('escrow', '=', escrow)
      .where('claim', 'in', some)
      .orderBy('block')
      .orderBy('logIndex')
      .execute()
    const observers = new Map<Hex, Address[]>()
    for (const { claim, member } of observations) observers.set(claim, [...(observers.get(claim) ?? []), member])
    for (const row of rows) claims.set(row.claim, claimOf(row, observers.get(row.claim) ?? []))
  }
  return claims
}
