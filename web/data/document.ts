import { keccak256, stringToHex, type Hex } from 'viem'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseOutcome, type Outcome } from '../../sdk/model/outcome.ts'

/**
 * The outcome document in a text that claims to be the one of `hash`: whoever gave it, the hash proves it.
 * @returns undefined where it is another text, or no outcome document.
 */
export function provenOutcome(text: string, hash: Hex): Outcome | undefined {
  return isDocumentOf(text, hash) ? outcomeIn(text) : undefined
}

/** Whether a text is the one of `hash`, which is `terms.outcome`. */
export function isDocumentOf(text: string, hash: Hex): boolean {
  return keccak256(stringToHex(text)) === hash.toLowerCase()
}

/** What an outcome document says. @returns undefined where a text is none. */
export function outcomeIn(text: string): Outcome | undefined {
  try {
    return parseOutcome(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof InputError) return undefined
    throw error
  }
}
