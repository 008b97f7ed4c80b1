/**
 * Public randomness for test splits: drawn from a block after the filing, so that the solver could not choose its evidence by it, and
 * the same for all operators.
 *
 * Who could influence it: whoever proposes that block, by keeping it back (one more draw for each block lost), or whoever orders
 * transactions where one party does. The number of blocks is above the two epochs for which proposers of Ethereum are known ahead, so
 * that nobody can file to suit a block of its own. On a chain without randomness of its own (`mixHash` 0 or constant) the block's hash
 * still stands: nobody knows it at filing, and its maker can try several. Where that is not enough, the outcome document must ask for
 * another source.
 */
import { encodeAbiParameters, keccak256, zeroHash, type Address, type Hex } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { isLocalChain } from '../chain/localChains.ts'
import { readSame } from '../chain/readSame.ts'
import type { Chain } from '../operator.ts'

const BLOCKS = 72n

/** Blocks from the filing to the one that a claim's randomness is drawn from: one on local chains, where blocks come only with transactions. */
export function blocksToRandomness(chainId: number): bigint {
  return isLocalChain(chainId) ? 1n : BLOCKS
}

/** A block's part in randomness. */
export interface RandomBlock {
  hash: Hex
  /** The chain's own randomness (prevrandao); zero on chains without. */
  mixHash: Hex
}

/** keccak256(abi.encode("Lodestone randomness 1", chainId, escrow, claim, mixHash, blockHash)). */
export function randomnessOf(chainId: number, escrow: Address, claim: Hex, { hash, mixHash }: RandomBlock): Hex {
  const types = [
    { type: 'string' },
    { type: 'uint256' },
    { type: 'address' },
    { type: 'bytes32' },
    { type: 'bytes32' },
    { type: 'bytes32' },
  ] as const
  return keccak256(
    encodeAbiParameters(types, ['Lodestone randomness 1', BigInt(chainId), escrow, claim, mixHash, hash]),
  )
}

/**
 * The block that a claim's randomness is drawn from; undefined while it is not confirmed.
 * @param confirmed number of the last block that counts.
 * @throws {ConnectionError} when the chain cannot be asked.
 */
export async function readRandomBlock(
  chain: Pick<Chain, 'read'>,
  number: bigint,
  confirmed: bigint,
): Promise<(RandomBlock & { timestamp: bigint }) | undefined> {
  if (confirmed < number) return undefined
  // Who gives another block chooses the test split.
  return readSame(chain, async (client) => {
    const block = await client.getBlock({ blockNumber: number })
    // Whatever the type says, some chains leave the field out.
    const mixHash = 'mixHash' in block ? block.mixHash : zeroHash
    if (block.number !== number) throw new ConnectionError(`The chain gave another block for ${number}.`)
    return { hash: block.hash, mixHash, timestamp: block.timestamp }
  })
}
