import type { Address, PublicClient } from 'viem'
import { undo } from '../derive/derive.ts'
import { setCursor, type Position } from '../store/meta.ts'
import type { Index } from '../store/openIndex.ts'
import { blockAt, isBlockMissing } from './blocks.ts'

/** Whether a block that was read is on the chain; one that the chain does not have yet, or any more, is not. */
async function isThere(client: PublicClient, { number, hash }: Position): Promise<boolean> {
  try {
    return (await blockAt(client, number)).hash === hash
  } catch (error) {
    if (isBlockMissing(error)) return false
    throw error
  }
}

/**
 * The newest block that was read and is still on the chain, however deep it is; undefined where none is. All blocks below one that is
 * there are there: a search in halves needs few questions.
 */
export async function commonAncestor(index: Index, client: PublicClient, head: number): Promise<Position | undefined> {
  const blocks = await index
    .selectFrom('blocks')
    .select(['number', 'hash', 'time'])
    .where('number', '<=', head)
    .orderBy('number', 'desc')
    .execute()
  // Reorganisations are shallow: steps that double find about where, halves find which.
  let [gone, there, step] = [-1, -1, 1]
  for (let at = 0; at < blocks.length; at += step, step *= 2) {
    const block = blocks[at]
    if (block === undefined) break
    if (await isThere(client, block)) {
      there = at
      break
    }
    gone = at
  }
  if (there === -1) there = blocks.length
  while (there - gone > 1) {
    const middle = Math.floor((gone + there) / 2)
    const block = blocks[middle]
    if (block !== undefined && (await isThere(client, block))) there = middle
    else gone = middle
  }
  return blocks[there]
}

/** Forgets what was read after a block, within a transaction. */
export async function rewind(transaction: Index, to: Position | undefined, directory: Address): Promise<void> {
  const last = to?.number ?? -1
  await undo(transaction, last, directory)
  await transaction.deleteFrom('blocks').where('number', '>', last).execute()
  await setCursor(transaction, to)
}
