/** What a fraud of the auditor's tests is: a contract that was tampered with, and how it is played. */
import type { RuleName } from '../../../audit/rules.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import type { Life } from './life.ts'

/**
 * A change to the text of a file, which holds while the fraud is on. `instead` of an expression or of a statement, `after` a piece of
 * text (more statements), or `beside` it (definitions, which are there always). The piece of text must occur once.
 */
export type Tampering = { /** Below contracts/. */ file: string; at: string } & (
  { expression: string } | { statement: string } | { after: string } | { beside: string }
)

/** A contract that was tampered with, and a life in which that makes a difference. */
export interface Tampered {
  name: string
  /** What the contract does, in words. */
  how: string
  /** The finding must name one of them. */
  rules: readonly [RuleName, ...RuleName[]]
  tampering: readonly [Tampering, ...Tampering[]]
  terms?: (now: bigint) => Partial<Terms>
  /** What happens; the contracts as they are refuse some of it, or do it honestly. */
  play: (life: Life) => Promise<void>
}
