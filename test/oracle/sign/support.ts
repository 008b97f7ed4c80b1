/** An operator as far as signing goes: over a store, with a signer that tells what it was asked. */
import { randomUUID } from 'node:crypto'
import { keccak256, stringToHex, type Address, type Hex } from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { makeMetrics } from '../../../oracle/operate/metrics.ts'
import type { Measured, Signing } from '../../../oracle/sign/signOnce.ts'
import type { Store } from '../../../oracle/store/openStore.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { observationDigest, observationTypedData, type Observation } from '../../../sdk/model/typedData.ts'

export const CHAIN = 31337
export const ESCROW: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
export const ACCOUNT = accountOf('member')
export const START = 1_800_000_000

export function accountOf(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keccak256(stringToHex(name)))
}

export const hashOf = (name: string): Hex => keccak256(stringToHex(name))

/** A measurement of the `i`-th claim. */
export function measured(i: number, measurement = 30n, report = hashOf('report')): Measured {
  return { escrow: ESCROW, claim: hashOf(`claim ${i}`), measurement, report }
}

/** The digest of a measurement by `ACCOUNT`. */
export function digestOf({ escrow, claim, measurement, report }: Measured): Hex {
  return observationDigest(CHAIN, escrow, { claim, member: ACCOUNT.address, measurement, report })
}

export type SignWith = (observation: Observation) => Promise<Hex>

/** Signs as asked. */
export const honest: SignWith = (observation) => ACCOUNT.signTypedData(observationTypedData(CHAIN, ESCROW, observation))

export interface TestSigning extends Signing {
  clock: Signing['clock'] & { at: number }
  /** Digests that the signer was asked to sign. */
  asked: Hex[]
}

/** @param mark called at each mark. */
export function signing(
  store: Store,
  signWith: SignWith = honest,
  mark: (point: string) => void = () => undefined,
): TestSigning {
  const asked: Hex[] = []
  const clock = { at: START * 1000, now: () => clock.at, sleep: () => Promise.resolve() }
  const origin = '0x0000000000000000000000000000000000000001'
  return {
    deployment: {
      chainId: CHAIN,
      implementation: origin,
      factory: origin,
      router: origin,
      directory: origin,
      block: 0,
      compiler: '0.8.37',
    },
    member: ACCOUNT.address,
    store,
    holder: randomUUID(),
    clock,
    metrics: makeMetrics(),
    signer: {
      address: ACCOUNT.address,
      sign: (_chainId, escrow, observation) => {
        asked.push(digestOf({ escrow, ...observation }))
        return signWith(observation)
      },
    },
    mark,
    asked,
  }
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
    throw new Error('rejected with what is no error', { cause: error })
  }
  throw new Error('was not rejected')
}

/** The paths of the faults of the input that was refused. */
export async function faultPaths(promise: Promise<unknown>): Promise<string[]> {
  const error = await rejection(promise)
  if (!(error instanceof InputError)) throw error
  return error.faults.map(({ path }) => path)
}

/** What a counter counted. */
export async function countOf(counter: { get(): Promise<{ values: { value: number }[] }> }): Promise<number> {
  return (await counter.get()).values.reduce((sum, { value }) => sum + value, 0)
}
