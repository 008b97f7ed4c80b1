import { createMPT, updateMPTFromMerkleProof } from '@ethereumjs/mpt'
import { bytesToHex, hexToBytes, toRlp, type Hex } from 'viem'
import { evenHex } from './header.ts'

/** The root of a trie with nothing in it: keccak256 of the empty RLP string. */
export const EMPTY_ROOT: Hex = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'

/** What an endpoint gave is refuted by what was proved before. */
export class Refuted extends Error {
  override readonly name = 'Refuted'
}

/**
 * The values of these keys (hashed here) in the state or storage trie with this root, undefined where the trie has none, by nodes of
 * the trie. A node counts under its own hash only, so that none can stand in for another.
 * @throws {Refuted} when the nodes do not lead from the root to a value, or to the place where it would be.
 */
export async function valuesIn(
  root: Hex,
  keys: readonly Hex[],
  nodes: Iterable<Hex>,
): Promise<(Uint8Array | undefined)[]> {
  if (root === EMPTY_ROOT) return keys.map(() => undefined)
  const trie = await createMPT({ root: hexToBytes(root), useKeyHashing: true })
  await updateMPTFromMerkleProof(
    trie,
    [...new Set(nodes)].map((node) => hexToBytes(node)),
  )
  const values: (Uint8Array | undefined)[] = []
  for (const key of keys) {
    try {
      values.push((await trie.get(hexToBytes(key), true)) ?? undefined)
    } catch (error) {
      throw new Refuted(`The proof does not lead from the root ${root} to the key ${key}.`, { cause: error })
    }
  }
  return values
}

/** The root of the trie that holds these items by their places: what a header says of receipts. */
export async function rootOf(items: readonly Hex[]): Promise<Hex> {
  const trie = await createMPT()
  for (const [i, item] of items.entries()) {
    await trie.put(hexToBytes(toRlp(i === 0 ? '0x' : evenHex(BigInt(i)))), hexToBytes(item))
  }
  return bytesToHex(trie.root())
}

/** A slot's number as a key of a storage trie. */
export function slotKey(slot: bigint): Hex {
  return `0x${slot.toString(16).padStart(64, '0')}`
}
