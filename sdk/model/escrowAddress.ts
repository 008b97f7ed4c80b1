import { concatHex, getContractAddress, numberToHex, size, slice, type Address, type Hex } from 'viem'
import { packTerms, unpackTerms } from './termsCode.ts'
import type { Terms } from './terms.ts'

/** Where an escrow comes from. */
export interface Origin {
  factory: Address
  implementation: Address
}

const PROXY_LENGTH = 45

/**
 * The address of the escrow with these terms, whether it exists or not: CREATE2 by the factory, salt 0, of the ERC-1167 clone of the
 * implementation that carries the packed terms. Needs no chain.
 * @throws {InputError} when the terms have no room in their places.
 */
export function escrowAddress({ factory, implementation }: Origin, terms: Terms): Address {
  const code = proxyCode(implementation, packTerms(terms))
  const bytecode = concatHex(['0x61', numberToHex(size(code), { size: 2 }), '0x3d81600a3d39f3', code])
  return getContractAddress({ opcode: 'CREATE2', from: factory, salt: numberToHex(0, { size: 32 }), bytecode })
}

/** The terms in the runtime code of an escrow. @throws {InputError} when it is not the code of one. */
export function termsOfCode(code: Hex): Terms {
  return unpackTerms(size(code) > PROXY_LENGTH ? slice(code, PROXY_LENGTH) : '0x')
}

/** The runtime code of an escrow. */
function proxyCode(implementation: Address, packed: Hex): Hex {
  return concatHex(['0x363d3d373d3d3d363d73', implementation, '0x5af43d82803e903d91602b57fd5bf3', packed])
}
