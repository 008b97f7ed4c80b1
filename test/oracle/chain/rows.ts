/** What the tests of observing look at and put into a store. */
import { expect } from 'chai'
import { keccak256, stringToHex, type Hex } from 'viem'
import { observe as submitObservations } from '../../../sdk/actions/observe.ts'
import { observationDigest, observationTypedData, type Observation } from '../../../sdk/model/typedData.ts'
import { observe } from '../../../oracle/observe/observe.ts'
import type { Store } from '../../../oracle/store/openStore.ts'
import { MEMBERS, type OracleWorld, type TestOperator } from '../world.ts'

/** All that observing writes, in a fixed order. */
export async function rowsOf(store: Store) {
  const [meta, blocks, escrows, claims, observations, records, findings] = await Promise.all([
    store.selectFrom('meta').selectAll().orderBy('name').execute(),
    store.selectFrom('blocks').selectAll().orderBy('number').execute(),
    store.selectFrom('escrows').selectAll().orderBy('escrow').execute(),
    store.selectFrom('claims').selectAll().orderBy('escrow').orderBy('claim').execute(),
    store.selectFrom('observations').selectAll().orderBy('claim').orderBy('digest').execute(),
    store.selectFrom('records').selectAll().orderBy('claim').orderBy('what').execute(),
    store.selectFrom('findings').selectAll().orderBy('id').execute(),
  ])
  // The database's rows have no prototype.
  const plain = <T extends object>(rows: T[]) => rows.map((row) => ({ ...row }))
  return {
    meta: plain(meta),
    blocks: plain(blocks),
    escrows: plain(escrows),
    claims: plain(claims),
    observations: plain(observations),
    records: plain(records),
    findings: plain(findings),
  }
}

export const claimsOf = async (store: Store) => (await rowsOf(store)).claims

/** What a member measures of a claim. */
export function observationOf(seat: number, claim: Hex, measurement = 10n): Observation {
  return { claim, member: MEMBERS[seat]!.address, measurement, report: keccak256(stringToHex(`report ${measurement}`)) }
}

/** Puts observations of members on chain, all in one transaction. */
export async function record(
  world: OracleWorld,
  claim: Hex,
  seats: readonly number[],
  measurement = 10n,
  escrow = world.escrow,
): Promise<void> {
  const chainId = await world.sdk.client.getChainId()
  const signed = await Promise.all(
    seats.map(async (seat) => {
      const observation = observationOf(seat, claim, measurement)
      const signature = await MEMBERS[seat]!.signTypedData(observationTypedData(chainId, escrow, observation))
      return { seat: BigInt(seat), measurement, report: observation.report, signature }
    }),
  )
  await submitObservations(world.sdk.writers[2]!, escrow, claim, signed)
}

/** Commits a store to a measurement, as signing does. */
export async function commit(world: OracleWorld, store: Store, seat: number, claim: Hex, measurement = 10n) {
  const observation = observationOf(seat, claim, measurement)
  const chainId = await world.sdk.client.getChainId()
  const digest = observationDigest(chainId, world.escrow, observation)
  await store
    .insertInto('duties')
    .values({
      chainId,
      escrow: world.escrow,
      claim,
      digest,
      measurement: String(measurement),
      report: observation.report,
      salt: keccak256(stringToHex('salt')),
      signature: '0x01',
      committedAt: 1,
    })
    .execute()
  return digest
}

/** Observes a second time: nothing happens, nothing is said. */
export async function expectSilence(operator: TestOperator): Promise<void> {
  const [rows, said] = [await rowsOf(operator.store), operator.entries.length]
  expect(await observe(operator), 'second time').to.equal(false)
  expect(operator.entries.length, 'said').to.equal(said)
  expect(await rowsOf(operator.store), 'rows').to.deep.equal(rows)
}
