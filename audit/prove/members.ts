import { keccak256, numberToHex, type Address, type PublicClient } from 'viem'
import type { Note, Place } from '../finding.ts'
import { kindOf } from '../judge/accounts.ts'
import { ask, bytesSchema } from './ask.ts'
import { NO_CODE, type StateReader } from './reader.ts'

/** An observation that its member's contract is said to have signed. */
export interface SignedByContract {
  escrow: Address
  member: Address
  place: Place
}

/**
 * Whether members whose observations no key signed are contracts at all, at the audited block: an endpoint could invent what a contract
 * answers, not that there is one. A contract can be destroyed later on chains without EIP-6780 alone.
 * @throws {Refuted} when a proof does not hold; {ConnectionError} when the endpoint does not answer.
 */
export async function auditMembers(
  client: PublicClient,
  reader: StateReader,
  signed: readonly SignedByContract[],
  number: bigint,
  note: Note,
): Promise<void> {
  const kinds = new Map<Address, 'key' | 'delegated' | 'contract' | 'unknown'>()
  for (const { escrow, member, place } of signed) {
    const kind = kinds.get(member) ?? (await kindAt(client, reader, member, number))
    kinds.set(member, kind)
    if (kind === 'contract') continue
    note({
      grade: 'fault',
      rule: kind === 'unknown' ? 'proof' : 'observe',
      escrow,
      subject: member,
      place,
      what:
        kind === 'unknown'
          ? `The endpoint gives another code of member ${member} than is proved.`
          : `The observation on record for member ${member} is not signed by its key, and the member is no contract that could have signed.`,
      expected: 'a contract, or a signature of the key',
      actual: kind,
    })
  }
}

async function kindAt(client: PublicClient, reader: StateReader, member: Address, number: bigint) {
  const { codeHash } = await reader.read(member, [])
  if (codeHash === NO_CODE) return 'key'
  const code = await ask(client, 'eth_getCode', [member, numberToHex(number)], bytesSchema)
  return keccak256(code) === codeHash ? kindOf(code) : 'unknown'
}
