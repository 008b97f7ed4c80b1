import type { Terms } from '../../../sdk/model/terms.ts'
import type { Warning } from '../../../sdk/model/warningsOf.ts'

/** What of the chain decides how bad a warning is. */
export interface Judges {
  bareKeys: readonly unknown[]
  unaccepted: readonly unknown[]
  terms: Pick<Terms, 'panel' | 'quorum'>
}

/**
 * Whether a warning says that the money could be taken, or a payment decided, by one person or by nobody who has agreed to it: this
 * the visitor has to acknowledge.
 */
export function isSevere({ code }: Pick<Warning, 'code'>, { bareKeys, unaccepted, terms }: Judges): boolean {
  const members = BigInt(terms.panel.length)
  switch (code) {
    case 'NoArbiter':
    case 'PanelOfOne':
    case 'ArbiterIsBareKey':
    case 'DocumentUnknown':
    case 'CopyClauseUnknown':
      return true
    case 'MemberIsBareKey':
      return BigInt(bareKeys.length) >= terms.quorum
    case 'MemberNotAccepted':
      return members - BigInt(unaccepted.length) < terms.quorum
    default:
      return false
  }
}
