import { numberToHex, type Hex, type PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { ask, bytesSchema, quantitySchema, Refused } from '../prove/ask.ts'
import type { ProvedBlock } from '../prove/history.ts'
import { NO_CODE, provenState } from '../prove/reader.ts'
import type { Call } from '../prove/transactions.ts'
import { aboutAccount, answerTo, Foreseen } from './foreseen.ts'
import { OldStates } from './oldStates.ts'

/** Whether an account could act in a transaction of another; `unread`: the endpoint keeps no states that old. */
export type Could = 'yes' | 'no' | 'unknown' | 'unread'

/**
 * By the account at the end of the block, and by who was given code in it. One without code that has sent nothing yet may have been a
 * contract that is gone again, which a call of the escrow itself does not make.
 * @param account in lower case.
 * @param direct whether the transaction calls the escrow itself.
 * @throws {ConnectionError} when the endpoint does not answer.
 */
export async function couldByProof(
  client: PublicClient,
  account: Hex,
  call: Call,
  { block, direct }: { block: ProvedBlock; direct: boolean },
): Promise<Could> {
  try {
    const { codeHash, nonce } = await provenState(client, block.header).read(account, [])
    if (codeHash !== NO_CODE) return 'yes'
    if ((await block.delegating()).has(account)) return 'unknown'
    return nonce === 0n && !direct ? 'unknown' : 'no'
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error
    // It keeps no proofs that old.
    const sources = { client, answers: new Foreseen(client), states: new OldStates() }
    return couldByWord(sources, account, call, block.header.number)
  }
}

/**
 * As the endpoint says. One without code that has sent nothing yet may have been a contract that is gone again, and one whose nonce
 * rose in that block by more than this transaction may have had code for a moment (EIP-7702).
 * @param account in lower case.
 * @throws {ConnectionError} when the endpoint does not answer.
 */
export async function couldByWord(
  { client, answers, states }: { client: PublicClient; answers: Foreseen; states: OldStates },
  account: Hex,
  { from }: Call,
  block: bigint,
): Promise<Could> {
  if (block === 0n) return 'unknown'
  if (states.isGone(block)) return 'unread'
  const [codeAt, nonceAt, nonceBefore] = aboutAccount(account, block)
  try {
    const [code, nonce, earlier] = await Promise.all([
      answerTo(client, answers, codeAt, bytesSchema),
      answerTo(client, answers, nonceAt, quantitySchema),
      answerTo(client, answers, nonceBefore, quantitySchema),
    ])
    if (code !== '0x') return 'yes'
    const own = from.toLowerCase() === account ? 1n : 0n
    return BigInt(nonce) === 0n || BigInt(nonce) !== BigInt(earlier) + own ? 'unknown' : 'no'
  } catch (error) {
    if (!(error instanceof Refused) || !error.isDefinite) throw error
    await states.refused(block, (number) => hasState(client, account, number))
    return 'unread'
  }
}

/** Whether the endpoint tells something of the state at a block. @throws {ConnectionError} when it does not answer. */
async function hasState(client: PublicClient, account: Hex, number: bigint): Promise<boolean> {
  try {
    await ask(client, 'eth_getTransactionCount', [account, numberToHex(number)], quantitySchema)
    return true
  } catch (error) {
    if (!(error instanceof Refused) || !error.isDefinite) throw error
    return false
  }
}
