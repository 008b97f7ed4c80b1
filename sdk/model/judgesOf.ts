import { zeroAddress, type Address } from 'viem'
import type { Terms } from './terms.ts'

/** Members and, if there is one, arbiter. */
export function judgesOf({ panel, arbiter }: Terms): Address[] {
  return arbiter === zeroAddress ? [...panel] : [...panel, arbiter]
}
