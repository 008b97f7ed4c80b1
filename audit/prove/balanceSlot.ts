import { concatHex, keccak256, numberToHex, padHex, toHex, type Address, type Hex } from 'viem'
import type { StateReader } from './reader.ts'
import { cellOf, partOf } from './storage.ts'

/**
 * Where a token keeps balances. `order`: how the slot of a holder's balance is hashed, by Solidity (key, then the mapping's slot), Vyper
 * (the other way round) or Solady (`slot` is its seed). `bits`: how many of the slot's low bits are the balance.
 */
export interface BalanceLayout {
  slot: bigint
  order: 'solidity' | 'vyper' | 'solady'
  bits: number
}

/** A holder and what `balanceOf` answers for it. */
export interface Holder {
  account: Address
  balance: bigint
}

/** The plain slots that are tried: from 0 on. */
const PLAIN_SLOTS = 64
/** Whole words; USDC, whose highest bit is its blocklist's; halves of words and 96 bits beside something else. */
const WIDTHS = [256, 255, 128, 96]
const SOLADY_SEED = 0x87a211a2n

/** The layouts that are tried, apart from their bits, the commonest first. */
export const LAYOUTS: readonly Omit<BalanceLayout, 'bits'>[] = [
  ...Array.from({ length: PLAIN_SLOTS }, (_, i) => ({ slot: BigInt(i), order: 'solidity' as const })),
  { slot: namespaced('openzeppelin.storage.ERC20'), order: 'solidity' },
  ...Array.from({ length: PLAIN_SLOTS }, (_, i) => ({ slot: BigInt(i), order: 'vyper' as const })),
  { slot: SOLADY_SEED, order: 'solady' },
]

/**
 * Finds where a token keeps balances, by comparing what it keeps in common places with what `balanceOf` answered. Undefined where no
 * place fits all of `holders`, none of them has anything, or several places fit a single one that has.
 * @param holders a few, best with balances that differ.
 * @throws {Refuted} when a proof does not hold.
 */
export async function findBalanceSlot(
  reader: StateReader,
  token: Address,
  holders: readonly Holder[],
): Promise<BalanceLayout | undefined> {
  const distinct = new Set(holders.flatMap(({ balance }) => (balance > 0n ? [balance] : []))).size
  if (distinct === 0) return undefined
  let left = LAYOUTS.flatMap((layout) => WIDTHS.map((bits) => ({ ...layout, bits })))
  for (const { account, balance } of holders) {
    const places = [...new Set(left.map((layout) => balanceCell(layout, account)))]
    const { values } = await reader.read(token, places)
    const words = new Map(places.map((place, i) => [place, values[i] ?? 0n]))
    left = left.filter((layout) => balanceIn(words.get(balanceCell(layout, account)) ?? 0n, layout) === balance)
    if (left.length === 0) return undefined
  }
  const [first] = left
  const same = left.every(({ slot, order }) => slot === first?.slot && order === first.order)
  return same || distinct > 1 ? first : undefined
}

/** The slot of a holder's balance. */
export function balanceCell({ slot, order }: Pick<BalanceLayout, 'slot' | 'order'>, holder: Address): Hex {
  switch (order) {
    case 'solidity':
      return cellOf(holder, slot)
    case 'vyper':
      return keccak256(concatHex([numberToHex(slot, { size: 32 }), padHex(holder, { size: 32 })]))
    case 'solady':
      return keccak256(concatHex([holder, numberToHex(slot, { size: 12 })]))
  }
}

/** The balance in the word of a holder's slot, in base units. */
export function balanceIn(word: bigint, { bits }: Pick<BalanceLayout, 'bits'>): bigint {
  return partOf(word, { name: 'balance', offset: 0, bits, value: 0n })
}

/** The first slot of a namespace (ERC-7201). */
function namespaced(id: string): bigint {
  const place = keccak256(numberToHex(BigInt(keccak256(toHex(id))) - 1n, { size: 32 }))
  return BigInt(place) & ~0xffn
}
