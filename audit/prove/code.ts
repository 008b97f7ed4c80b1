import {
  concatHex,
  encodeAbiParameters,
  keccak256,
  numberToHex,
  padHex,
  size,
  slice,
  stringToHex,
  toHex,
  type Address,
  type Hex,
} from 'viem'
import { InputError } from '../../sdk/errors/InputError.ts'
import { packTerms } from '../../sdk/model/termsCode.ts'
import type { Subject } from '../history.ts'

/** Runtime code as the compiler gives it, with zeroes where the constructor writes immutables. */
export interface CompiledCode {
  deployedBytecode: Hex
  /** Where each immutable is written, by the number that the compiler gave its declaration. */
  immutableReferences: Readonly<Record<string, readonly { start: number; length: number }[]>>
}

/** What the auditor knows of the code behind escrows: compiled from the sources, or the hash of what was deployed. */
export type ExpectedCode = { hash: Hex } | CompiledCode

/** keccak256 of the code that an escrow with these terms has: an ERC-1167 proxy, then the terms. */
export function escrowCodeHash({ implementation, terms }: Subject): Hex {
  const proxy: Hex[] = ['0x363d3d373d3d3d363d73', implementation, '0x5af43d82803e903d91602b57fd5bf3']
  return keccak256(concatHex([...proxy, packTerms(terms)]))
}

/**
 * keccak256 of the implementation's code at its address on its chain.
 * @throws {InputError} when the compiled code has other immutables than an escrow's.
 */
export function implementationCodeHash(code: ExpectedCode, { chainId, implementation }: Subject): Hex {
  if ('hash' in code) return code.hash
  // In the order of declaration: OpenZeppelin's EIP712, then Escrow.
  const [name, version] = ['Lodestone', '1']
  const [hashedName, hashedVersion] = [keccak256(toHex(name)), keccak256(toHex(version))]
  return keccak256(
    withImmutables(code, [
      domainSeparator(hashedName, hashedVersion, chainId, implementation),
      numberToHex(chainId, { size: 32 }),
      padHex(implementation, { size: 32 }),
      hashedName,
      hashedVersion,
      shortString(name),
      shortString(version),
      padHex(implementation, { size: 32 }),
    ]),
  )
}

/** keccak256 of the factory's code. @throws {InputError} when the compiled code has other immutables than a factory's. */
export function factoryCodeHash(code: ExpectedCode, { implementation }: Subject): Hex {
  return 'hash' in code ? code.hash : keccak256(withImmutables(code, [padHex(implementation, { size: 32 })]))
}

/** Writes the immutables, in the order of their declaration. */
function withImmutables({ deployedBytecode, immutableReferences }: CompiledCode, values: readonly Hex[]): Hex {
  const places = Object.entries(immutableReferences).sort(([a], [b]) => Number(a) - Number(b))
  if (places.length !== values.length) {
    const message = `must have ${values.length} immutables; give the artifact of the contract's own build`
    throw new InputError('compiled code', [{ path: 'immutableReferences', value: `${places.length}`, message }])
  }
  let code = deployedBytecode
  for (const [i, [, references]] of places.entries()) {
    for (const { start, length } of references) {
      const before = slice(code, 0, start)
      const after = start + length < size(code) ? slice(code, start + length) : '0x'
      code = concatHex([before, padHex(values[i] ?? '0x', { size: length }), after])
    }
  }
  return code
}

function domainSeparator(name: Hex, version: Hex, chainId: number, contract: Address): Hex {
  const type = 'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'
  const types = ['bytes32', 'bytes32', 'bytes32', 'uint256', 'address'].map((one) => ({ type: one }))
  return keccak256(encodeAbiParameters(types, [keccak256(toHex(type)), name, version, BigInt(chainId), contract]))
}

/** OpenZeppelin's ShortString: the text, and its length in the last byte. */
function shortString(text: string): Hex {
  return concatHex([stringToHex(text, { size: 31 }), numberToHex(text.length, { size: 1 })])
}
