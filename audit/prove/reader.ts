import { fromRlp, numberToHex, type Address, type Hex, type PublicClient } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Note } from '../finding.ts'
import { ask, bytesSchema, quantitySchema, Refused, wordSchema } from './ask.ts'
import type { ProvedHeader } from './header.ts'
import { EMPTY_ROOT, Refuted, valuesIn } from './trie.ts'

/** keccak256 of no code. */
export const NO_CODE: Hex = '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'

/** What is known of an account at the audited block. */
export interface Account {
  /** keccak256 of its code; {@link NO_CODE} where it has none. */
  codeHash: Hex
  /** How many transactions it sent, or contracts it made; 0 where that is not proved. */
  nonce: bigint
  /** Of the slots that were asked for, in their order. */
  values: bigint[]
}

/** Reads accounts at the audited block. */
export interface StateReader {
  /** Whether what it reads follows from the block hash, or is only what an endpoint says. */
  readonly standing: 'proved' | 'checked'
  /** @throws {Refuted} when a proof does not hold; {ConnectionError} when the endpoint does not answer. */
  read(address: Address, slots: readonly Hex[]): Promise<Account>
}

/** How many slots are asked for at once to begin with; halved for good whenever that is too much for the endpoint. */
const SLOTS_AT_ONCE = 1024

const proofSchema = z.object({
  codeHash: wordSchema,
  storageHash: wordSchema,
  accountProof: z.array(bytesSchema),
  storageProof: z.array(z.object({ key: quantitySchema, value: quantitySchema, proof: z.array(bytesSchema) })),
})

/** Reads by `eth_getProof`, against the state root of a header. */
export function provenState(client: PublicClient, header: ProvedHeader): StateReader {
  let most = SLOTS_AT_ONCE
  // Nodes take long for a proof, and all escrows share implementation and factory.
  const accounts = new Map<Address, { codeHash: Hex; nonce: bigint }>()
  const proofOf = async (address: Address, slots: readonly Hex[]): Promise<Account> => {
    const block = numberToHex(header.number)
    const proof = await ask(client, 'eth_getProof', [address, slots, block], proofSchema)
    return verified(header.stateRoot, address, slots, proof)
  }
  return {
    standing: 'proved',
    async read(address, slots) {
      const known = slots.length === 0 ? accounts.get(address) : undefined
      let [codeHash, nonce]: [Hex | undefined, bigint] = [known?.codeHash, known?.nonce ?? 0n]
      const values: bigint[] = []
      while (codeHash === undefined || values.length < slots.length) {
        const some = slots.slice(values.length, values.length + most)
        try {
          const account = await proofOf(address, some)
          ;({ codeHash, nonce } = account)
          accounts.set(address, { codeHash, nonce })
          values.push(...account.values)
        } catch (error) {
          if (!(error instanceof Refused)) throw error
          if (error.kind === 'tooMuch' && some.length > 1) most = Math.ceil(some.length / 2)
          else throw noProofs(header, error)
        }
      }
      return { codeHash, nonce, values }
    },
  }
}

/** What `reader` reads; where `witness` reads something else, that is noted: one of their endpoints lies, or both. */
export function comparedState(reader: StateReader, witness: StateReader, note: Note): StateReader {
  return {
    standing: reader.standing,
    async read(address, slots) {
      const [account, other] = [await reader.read(address, slots), await witness.read(address, slots)]
      const differ = (what: string, expected: string, actual: string): void => {
        if (expected === actual) return
        note({
          grade: 'fault',
          rule: 'endpoint',
          subject: address,
          what: `The two endpoints say different things of ${what} of ${address}.`,
          expected,
          actual,
        })
      }
      differ('the code', account.codeHash, other.codeHash)
      for (const [i, slot] of slots.entries()) {
        differ(`the storage slot ${slot}`, String(account.values[i]), String(other.values[i]))
      }
      return account
    },
  }
}

/** @throws {Refuted} when the proof does not hold, or does not prove what the endpoint says beside it. */
async function verified(
  stateRoot: Hex,
  address: Address,
  slots: readonly Hex[],
  { accountProof, storageProof, ...said }: z.output<typeof proofSchema>,
): Promise<Account> {
  const [encoded] = await valuesIn(stateRoot, [address], accountProof)
  const [nonce, , storageRoot, codeHash] =
    encoded === undefined ? (['0x', '', EMPTY_ROOT, NO_CODE] as const) : fromRlp(encoded, 'hex')
  if (typeof nonce !== 'string' || typeof storageRoot !== 'string' || typeof codeHash !== 'string') {
    throw new Refuted(`The account of ${address} is not one.`)
  }
  const exists = encoded !== undefined
  if (exists && (said.codeHash !== codeHash || said.storageHash !== storageRoot)) {
    throw new Refuted(`The endpoint's proof of the account ${address} proves another code or storage than it says.`)
  }
  const asked = storageProof.length === slots.length && slots.every((slot, i) => sameKey(slot, storageProof[i]?.key))
  if (!asked) throw new ConnectionError('The endpoint gave proofs of other storage slots than were asked for.')
  const nodes = storageProof.flatMap(({ proof }) => proof)
  const proved = await valuesIn(storageRoot as Hex, slots, nodes)
  const values = proved.map((value) => (value === undefined ? 0n : numberIn(fromRlp(value, 'hex') as Hex)))
  for (const [i, value] of values.entries()) {
    if (value === BigInt(storageProof[i]?.value ?? '0x0')) continue
    throw new Refuted(
      `The endpoint's proof of the storage slot ${slots[i] ?? ''} of ${address} proves another value than it says.`,
    )
  }
  return { codeHash: codeHash as Hex, nonce: numberIn(nonce as Hex), values }
}

/** No bytes are 0: anvil keeps zeroes in its tries, and some nodes answer so for an empty slot. */
export function numberIn(bytes: Hex): bigint {
  return bytes === '0x' ? 0n : BigInt(bytes)
}

function sameKey(slot: Hex, key: Hex | undefined): boolean {
  return key !== undefined && BigInt(slot) === BigInt(key)
}

function noProofs(header: ProvedHeader, cause: Refused): ConnectionError {
  return new ConnectionError(
    `The endpoint gives no proofs (eth_getProof) of the state at block ${header.number}.`,
    cause,
    'Use an endpoint that keeps the state of this block, take a younger block, or audit without a block hash.',
  )
}
