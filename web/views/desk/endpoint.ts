import { zeroAddress, zeroHash } from 'viem'
import { intakeUrl } from '../../../sdk/evidence/intakeUrl.ts'

/** Bytes that the directory takes. */
const MOST = 256

/** Whether an endpoint can be published so that solvers can use it; an empty one takes nothing in. */
export function isEndpoint(text: string): boolean {
  if (new TextEncoder().encode(text).length > MOST) return false
  return text === '' || intakeUrl(text, 1, zeroAddress, zeroHash) !== undefined
}
