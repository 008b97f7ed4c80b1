import type { DocumentFault } from '../../../sdk/model/draftReader.ts'
import { text } from '../../text/en/create.ts'

/** What to do about a fault, for somebody who fills in a form. */
export function messageOf({ code, message }: Pick<DocumentFault, 'code' | 'message'>): string {
  return text.faults[code] ?? message
}

/** Whether a fault is to be said at a field: where it lies, and at the arbiter too where a member is named as one. */
export function isAt({ code, document, path }: DocumentFault, at: Pick<DocumentFault, 'document' | 'path'>): boolean {
  if (document !== at.document) return false
  return path === at.path || (code === 'ArbiterOnPanel' && at.path === 'arbitration.arbiter')
}
