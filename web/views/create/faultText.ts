import type { DocumentFault } from '../../../sdk/model/draftReader.ts'
import { text } from '../../text/en/create.ts'

/** What to do about a fault, for somebody who fills in a form. */
export function messageOf({ code, message }: Pick<DocumentFault, 'code' | 'message'>): string {
  return text.faults[code] ?? message
}
