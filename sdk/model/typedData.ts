import { hashTypedData, type Address, type Hex } from 'viem'

/** The EIP-712 types of an observation. */
export const OBSERVATION_TYPES = {
  Observation: [
    { name: 'claim', type: 'bytes32' },
    { name: 'member', type: 'address' },
    { name: 'measurement', type: 'uint64' },
    { name: 'report', type: 'bytes32' },
  ],
} as const

/** What a member signs: its measurement of one claim, and the digest of its report. */
export interface Observation {
  claim: Hex
  member: Address
  measurement: bigint
  report: Hex
}

/** The typed data of an observation, ready for any EIP-712 signer. It binds chain and escrow by its domain. */
export function observationTypedData(chainId: number, escrow: Address, observation: Observation) {
  return {
    domain: { name: 'Lodestone', version: '1', chainId, verifyingContract: escrow },
    types: OBSERVATION_TYPES,
    primaryType: 'Observation',
    message: observation,
  } as const
}

/** The EIP-712 digest of an observation. */
export function observationDigest(chainId: number, escrow: Address, observation: Observation): Hex {
  return hashTypedData(observationTypedData(chainId, escrow, observation))
}
