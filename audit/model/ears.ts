import type { Address, Hex } from 'viem'
import type { Note, Place } from '../finding.ts'
import type { Payment } from './state.ts'

/** A signature that ECDSA does not answer for: whether the member is a contract that took it at that block, only a chain can say. */
export interface ContractSignature {
  member: Address
  /** What was to be signed, EIP-712. */
  digest: Hex
  signature: Hex
  /** The claim's key. */
  claim: Hex
  /** Where the observation was recorded. */
  place: Place
}

/** A signature as the record has it: whose it is has not been looked at. */
export interface RecordedSignature extends Omit<ContractSignature, 'digest'> {
  digest: Uint8Array
}

/** Who listens to the model. */
export interface Ears {
  note: Note
  /** Called for each credit, and for all money that leaves, in the order of the chain. */
  pay(payment: Payment): void
  contractSignature(query: ContractSignature): void
  /** Given where signatures are recovered elsewhere: told of every one, instead of `contractSignature` of those that are not ECDSA's. */
  anySignature?(signature: RecordedSignature): void
}
