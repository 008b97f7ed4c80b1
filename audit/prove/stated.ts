import { isHex, numberToHex, size, type Address, type Hex, type PublicClient } from 'viem'
import { Batches, unusable } from '../collect/batches.ts'
import type { Pinned } from '../history.ts'
import { keccak } from '../model/keccak.ts'
import { hexOf } from '../model/signatures.ts'
import { ask, bytesSchema, Refused } from './ask.ts'
import { numberIn, type StateReader } from './reader.ts'

/**
 * Stands in for an account's code for one call: returns the words in the slots that its input names, one behind the other.
 * for (i = 0; i != calldatasize; i += 32) mstore(i, sload(calldataload(i))); return(0, calldatasize)
 */
const LOADING: Hex = '0x5f5b36811460135780355481526020016001565b365ff3'
/** More gas than a call with so many slots takes, and less than nodes give to one. */
const GAS = 20_000_000n
/** How many slots are asked for in one call. */
const SLOTS_AT_ONCE = 1024

/**
 * Reads what an endpoint says, without proof: many slots by one call where it lets a caller put other code in an account's place for
 * that call, else slot by slot.
 */
export function statedState(client: PublicClient, pinned: Pick<Pinned, 'number'>): StateReader {
  const block = numberToHex(pinned.number)
  const batches = new Batches(client)
  const hashes = new Map<Address, Promise<Hex>>()
  let takesOverrides = true
  const hashAt = async (address: Address): Promise<Hex> => {
    const code = await ask(client, 'eth_getCode', [address, block], bytesSchema)
    return hexOf(keccak(Buffer.from(code.slice(2), 'hex')))
  }
  const byCall = async (address: Address, slots: readonly Hex[]): Promise<bigint[] | undefined> => {
    const data = `0x${slots.map((slot) => slot.slice(2)).join('')}`
    const call = { to: address, data, gas: numberToHex(GAS) }
    try {
      const answer = await ask(client, 'eth_call', [call, block, { [address]: { code: LOADING } }], bytesSchema)
      return size(answer) === 32 * slots.length ? slots.map((_, i) => wordOf(answer, i)) : undefined
    } catch (error) {
      if (error instanceof Refused && error.isDefinite) return undefined
      throw error
    }
  }
  const oneByOne = async (address: Address, slots: readonly Hex[]): Promise<bigint[]> => {
    const questions = slots.map((slot) => ({ method: 'eth_getStorageAt', params: [address, slot, block] }))
    return (await batches.ask(questions)).map((word) => {
      if (!isHex(word) || word.length > 66) throw unusable('something else than a word of storage')
      return numberIn(word)
    })
  }
  return {
    standing: 'checked',
    async read(address, slots) {
      const hash = hashes.get(address) ?? hashAt(address)
      hashes.set(address, hash)
      const codeHash = await hash
      const values: bigint[] = []
      for (let i = 0; i < slots.length; i += SLOTS_AT_ONCE) {
        const some = slots.slice(i, i + SLOTS_AT_ONCE)
        const words = takesOverrides ? await byCall(address, some) : undefined
        takesOverrides &&= words !== undefined
        for (const value of words ?? (await oneByOne(address, some))) values.push(value)
      }
      return { codeHash, nonce: 0n, values }
    },
  }
}

const EMPTY = '0'.repeat(64)

function wordOf(words: Hex, i: number): bigint {
  const word = words.slice(2 + 64 * i, 66 + 64 * i)
  return word === EMPTY ? 0n : BigInt(`0x${word}`)
}
