/**
 * The sign-once record, for moving an operator to another machine. Exporting ends signing on the old one; importing refuses what would
 * make two digests for one claim. A record holds salts and signatures: it is secret until the reveal.
 */
import { getAddress, keccak256, stringToHex, type Address } from 'viem'
import * as z from 'zod'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { canonicalJson } from '../../sdk/model/canonicalJson.ts'
import { addressSchema, bytes32Schema } from '../../sdk/model/schemas.ts'
import { observationDigest } from '../../sdk/model/typedData.ts'
import { writeNew } from '../files/writeNew.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator } from '../operator.ts'
import { LeaseLost, requireLease, takeLease } from '../store/lease.ts'
import type { Store } from '../store/openStore.ts'
import { clearMovedAway, movedAway, setMovedAway } from './movedAway.ts'
import { dutyOf } from './signOnce.ts'

const dutySchema = z.strictObject({
  escrow: addressSchema,
  claim: bytes32Schema,
  digest: bytes32Schema,
  measurement: z
    .string('write the measurement as text')
    .regex(/^(0|[1-9]\d{0,19})$/, 'is no measurement')
    .refine((text) => BigInt(text) < 2n ** 64n, 'is no measurement: it must be below 2^64'),
  report: bytes32Schema,
  salt: bytes32Schema,
  signature: z
    .string()
    .regex(/^0x[0-9a-f]{130}$/, 'is no signature of 65 bytes')
    .transform((text) => text as `0x${string}`)
    .nullable(),
  committedAt: z.int('write unix seconds').min(0),
})

const contentSchema = z.strictObject({
  version: z.literal(1, 'is a record of another version'),
  chainId: z.int('write the chain id').min(1),
  member: addressSchema,
  duties: z.array(dutySchema),
  /** The reports that the duties name, as far as they are here: without them nobody could read why. */
  reports: z.array(z.strictObject({ digest: bytes32Schema, text: z.string() })).optional(),
})

const recordSchema = contentSchema.extend({ digest: bytes32Schema })

type Content = z.output<typeof contentSchema>
/** What moving the record takes of an operator. */
export type Mover = Pick<Operator, 'deployment' | 'member' | 'store' | 'holder' | 'clock' | 'mark'>

/**
 * Ends signing with this store and writes what it committed to. Run again, for instance after a crash, it writes the same record.
 * @param path of a file that does not exist; only its owner can read it.
 * @returns the digest of the record.
 * @throws {LeaseLost} while the service runs. {InputError} when the file cannot be written: run it again with another.
 */
export async function exportRecord(operator: Mover, path: string): Promise<string> {
  const { store, mark } = operator
  await takeOver(operator)
  // The tombstone comes first: a record that exists is never of a store that still signs.
  const record = await store.transaction().execute(async (transaction) => {
    await requireLease(transaction, operator)
    const content = await contentOf(operator, transaction)
    const digest = digestOf(content)
    await setMovedAway(transaction, digest)
    return { ...content, digest }
  })
  mark('export: signing is ended')
  await writeNew(path, `${JSON.stringify(record, undefined, 2)}\n`, 'file', 0o600)
  return record.digest
}

/**
 * Takes over what another store of this member committed to.
 * @param input the content of the file, parsed as JSON.
 * @param takeBack this store's own record was exported before, and it is certain that no other machine signs: signing goes on here.
 * @returns how many duties are new here.
 * @throws {InputError} with all faults: a damaged record, one of another member or chain, another digest for a claim. Then nothing is
 * changed. {LeaseLost} while the service runs.
 */
export async function importRecord(operator: Mover, input: unknown, takeBack = false): Promise<number> {
  const content = checkRecord(operator, input)
  await takeOver(operator)
  return operator.store.transaction().execute(async (transaction) => {
    await requireLease(transaction, operator)
    const moved = await movedAway(transaction)
    if (moved !== undefined && !takeBack) {
      const message =
        'this store was ended by an export; import into a fresh store, or take it back if nothing else signs'
      throw new InputError('record', [{ path: '', value: moved, message }])
    }
    const { faults, added } = await addDuties(transaction, content)
    if (faults.length > 0) throw new InputError('record', faults)
    for (const report of content.reports ?? []) {
      await transaction
        .insertInto('reports')
        .values({ ...report, madeAt: secondsOf(operator.clock) })
        .onConflict((conflict) => conflict.column('digest').doNothing())
        .execute()
    }
    if (moved !== undefined) await clearMovedAway(transaction)
    return added
  })
}

async function takeOver(operator: Mover): Promise<void> {
  if (!(await takeLease(operator))) throw new LeaseLost()
}

async function contentOf({ deployment: { chainId }, member }: Mover, transaction: Store): Promise<Content> {
  const duties = await transaction
    .selectFrom('duties')
    .select(['escrow', 'claim', 'digest', 'measurement', 'report', 'salt', 'signature', 'committedAt'])
    .where('chainId', '=', chainId)
    .orderBy('escrow')
    .orderBy('claim')
    .execute()
  const reports = await transaction
    .selectFrom('reports')
    .select(['digest', 'text'])
    .where('digest', 'in', (query) => query.selectFrom('duties').select('report').where('chainId', '=', chainId))
    .orderBy('digest')
    .execute()
  return { version: 1, chainId, member, duties, ...(reports.length === 0 ? {} : { reports }) }
}

function digestOf(content: Content): `0x${string}` {
  return keccak256(stringToHex(canonicalJson(content)))
}

/** Each duty must be one of this member: its digest follows from the rest. */
function checkRecord({ deployment, member }: Mover, input: unknown): Content {
  const { digest, ...content } = parseInput(recordSchema, input, 'record')
  const faults: Fault[] = []
  const fault = (path: string, value: string, message: string) => faults.push({ path, value, message })
  if (digestOf(content) !== digest) fault('digest', digest, 'does not fit the content: the file is damaged')
  if (content.chainId !== deployment.chainId)
    fault('chainId', `${content.chainId}`, `is another chain than ${deployment.chainId}`)
  if (getAddress(content.member) !== getAddress(member))
    fault('member', content.member, `is another member than ${member}`)
  content.duties.forEach((duty, i) => {
    if (observationOf(content, duty) !== duty.digest)
      fault(`duties.${i}.digest`, duty.digest, 'does not follow from the duty: the file is damaged')
  })
  content.reports?.forEach(({ digest: named, text }, i) => {
    if (keccak256(stringToHex(text)) !== named)
      fault(`reports.${i}.digest`, named, 'does not follow from the text: the file is damaged')
  })
  if (faults.length > 0) throw new InputError('record', faults)
  return content
}

function observationOf(
  { chainId, member }: { chainId: number; member: Address },
  { escrow, claim, measurement, report }: Content['duties'][number],
) {
  return observationDigest(chainId, escrow, { claim, member, measurement: BigInt(measurement), report })
}

async function addDuties(
  transaction: Store,
  { chainId, duties }: Content,
): Promise<{ faults: Fault[]; added: number }> {
  const faults: Fault[] = []
  let added = 0
  for (const [i, duty] of duties.entries()) {
    const known = await dutyOf(transaction, chainId, duty.escrow, duty.claim)
    if (known === undefined) {
      await transaction
        .insertInto('duties')
        .values({ ...duty, chainId })
        .execute()
      added++
    } else if (known.digest !== duty.digest) {
      const message = `of claim ${duty.claim} is another than the one committed to here; a person must find out why`
      faults.push({ path: `duties.${i}.digest`, value: duty.digest, message })
    }
  }
  return { faults, added }
}
