import { toEventSelector } from 'viem'
import type { StreamLog } from '../collect/checkAnswer.ts'

const OBSERVED = toEventSelector('Observed(bytes32,address,uint64,bytes32,bytes)')

/** Bytes of the data: measurement, report, where the signature begins, its length, 65 bytes and zeros to the end of a word. */
const DATA = 4 * 32 + 96

/** Bytes of an observation as a log has it: the separator of the escrow's domain, claim, member, then the data. */
export const SEEN = 3 * 32 + DATA

/** Whether a log is of that length; whether its words are what they should be is not looked at. */
export function isObservation({ topics, data }: StreamLog): boolean {
  return topics[0] === OBSERVED && topics.length === 3 && data.length === 2 + 2 * DATA
}

/** Writes such a log. */
export function writeSeen({ topics, data }: StreamLog, separator: Uint8Array, into: Buffer, at: number): void {
  into.set(separator, at)
  const [, claim = '0x', member = '0x'] = topics
  into.write(claim.slice(2) + member.slice(2) + data.slice(2), at + 32, 'hex')
}
