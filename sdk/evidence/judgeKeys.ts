import type { Address } from 'viem'
import type { OperatorEntry } from '../actions/getOperators.ts'
import type { Terms } from '../model/terms.ts'
import { isRecipient } from './seal.ts'

/** Someone who can read the evidence. */
export interface Reader {
  /** An address, or `also`. */
  who: string
  recipient: string
}

/** A member of the panel or the arbiter, and the key to which evidence for it is encrypted. */
export interface JudgeKey extends OperatorEntry {
  isArbiter: boolean
  /** Undefined where there is none that can be used. */
  recipient: string | undefined
  /** Why there is none, in words that follow "This member". */
  fault: string | undefined
}

/**
 * To which keys evidence for an escrow is encrypted.
 * @param judges members and arbiter with what they have published, in the order of the answer.
 * @param given the key of some of them, in place of what it has published.
 */
export async function judgeKeys(
  judges: readonly OperatorEntry[],
  { arbiter }: Pick<Terms, 'arbiter'>,
  given: (account: Address) => string | undefined = () => undefined,
): Promise<JudgeKey[]> {
  return Promise.all(
    judges.map(async (judge) => {
      const key = given(judge.account) ?? judge.encryptionKey
      const usable = await isRecipient(key)
      const fault =
        key === '' ? 'has published no encryption key' : 'has an encryption key that is not an age recipient'
      return {
        ...judge,
        isArbiter: judge.account === arbiter,
        recipient: usable ? key : undefined,
        fault: usable ? undefined : fault,
      }
    }),
  )
}
