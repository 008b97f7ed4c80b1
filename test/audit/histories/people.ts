/** Who acts in a history: every key follows from a name. */
import { keccak256, stringToHex, type Address, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { signInsecurely } from '../../../bench/audit/sign.ts'

/** An account with a key: worthless outside a test chain. */
export interface Person {
  name: string
  address: Address
  key: Hex
}

function person(name: string): Person {
  const key = keccak256(stringToHex(`Lodestone, histories: ${name}`))
  return { name, key, address: privateKeyToAccount(key).address }
}
const people = (name: string, count: number) => Array.from({ length: count }, (_, i) => person(`${name}${i}`))

export const FUNDERS = people('funder', 4)
export const SOLVERS = people('solver', 3)
export const PAYEES = people('payee', 2)
export const STRANGER = person('stranger')
export const ARBITER = person('arbiter')
/** Members that sign for themselves. The last one runs a contract's code by EIP-7702. */
export const MEMBERS = people('member', 9)
export const DELEGATED = MEMBERS[8]!
/** Who sign for the wallets among the members. */
export const OWNERS = people('owner', 3)

export const PEOPLE: readonly Person[] = [...FUNDERS, ...SOLVERS, ...PAYEES, STRANGER, ARBITER, ...MEMBERS, ...OWNERS]

/** A signature of `digest` by the key of `signer`. */
export const signAs = (signer: Person, digest: Hex): Hex => signInsecurely(BigInt(signer.key), digest)
