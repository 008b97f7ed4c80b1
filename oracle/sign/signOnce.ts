/** The one place where observations are signed: at most one digest for each claim, for ever. */
import { randomBytes } from 'node:crypto'
import { bytesToHex, getAddress, type Address, type Hex } from 'viem'
import { observationDigest } from '../../sdk/model/typedData.ts'
import { reasonNotToSign } from '../observe/stop.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator } from '../operator.ts'
import { requireLease } from '../store/lease.ts'
import type { Store } from '../store/openStore.ts'
import type { DutiesTable } from '../store/tables.ts'
import { movedAway } from './movedAway.ts'
import { hashToSign } from './safeMember.ts'
import { isSignature, verifySignature } from './verifySignature.ts'

/** What is signed: a measurement of one claim, and the digest of its report. */
export interface Measured {
  escrow: Address
  claim: Hex
  /** An unsigned 64-bit integer. */
  measurement: bigint
  report: Hex
}

/** A duty that was done. Digest, salt and signature are secret until the reveal. */
export type SignedDuty = DutiesTable & { signature: Hex }

/** What signing takes of an operator. */
export type Signing = Pick<
  Operator,
  'deployment' | 'member' | 'store' | 'holder' | 'clock' | 'metrics' | 'signer' | 'mark'
>

/** Another digest was committed to for this claim: this one is never signed. */
export class SecondDigest extends Error {
  override readonly name = 'SecondDigest'
  readonly escrow: Address
  readonly claim: Hex

  constructor(escrow: Address, claim: Hex) {
    super(`Another observation of claim ${claim} of ${escrow} was committed to. A second one is never signed.`)
    this.escrow = escrow
    this.claim = claim
  }
}

/** Nothing is signed with this store now. */
export class SigningStopped extends Error {
  override readonly name = 'SigningStopped'

  constructor(reason: string) {
    super(`Nothing is signed now: ${reason}`)
  }
}

/**
 * Commits to the observation, then has it signed; returns what was signed before where it is the same. After a crash between the two
 * the same observation is signed, none other.
 * @throws {SecondDigest} for another observation than the first, for ever.
 * @throws {LeaseLost} where another process may run; {SigningStopped} where a person must act first.
 * @throws {WrongSignature} when the signer gave something else; it is asked once in a call.
 */
export async function signOnce(operator: Signing, measured: Measured): Promise<SignedDuty> {
  const { deployment, member, store, metrics, signer, mark } = operator
  const { chainId } = deployment
  // The key of a duty has one spelling.
  const escrow = getAddress(measured.escrow)
  const claim = lower(measured.claim)
  const observation = { claim, member, measurement: measured.measurement, report: lower(measured.report) }
  const digest = observationDigest(chainId, escrow, observation)
  const duty = await store.transaction().execute(async (transaction) => {
    await requireLeave(operator, transaction)
    await transaction
      .insertInto('duties')
      .values({
        chainId,
        escrow,
        claim,
        digest,
        measurement: observation.measurement.toString(),
        report: observation.report,
        salt: bytesToHex(randomBytes(32)),
        signature: null,
        committedAt: secondsOf(operator.clock),
      })
      .onConflict((conflict) => conflict.columns(['chainId', 'escrow', 'claim']).doNothing())
      .execute()
    return dutyOf(transaction, chainId, escrow, claim)
  })
  if (duty?.digest !== digest) {
    metrics.refused.inc()
    throw new SecondDigest(escrow, claim)
  }
  mark('sign: the digest is committed')
  const kept = duty.signature
  // After a rotation of the key of a contract account the one kept counts no longer.
  const hash = hashToSign(chainId, member, signer.address, digest)
  if (kept !== null && (await isSignature(signer.address, hash, kept))) return { ...duty, signature: kept }
  const signature = await verifySignature(signer.address, hash, await signer.sign(chainId, escrow, observation))
  mark('sign: the signature is made')
  await store
    .updateTable('duties')
    .set({ signature })
    .where('chainId', '=', chainId)
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .where('digest', '=', digest)
    .execute()
  metrics.signed.inc()
  mark('sign: the signature is stored')
  return { ...duty, signature }
}

/** What is committed to for a claim: the first digest for ever. */
export async function dutyOf(
  store: Store,
  chainId: number,
  escrow: Address,
  claim: Hex,
): Promise<DutiesTable | undefined> {
  return store
    .selectFrom('duties')
    .selectAll()
    .where('chainId', '=', chainId)
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .executeTakeFirst()
}

/** @throws {LeaseLost} or {SigningStopped} where nothing may be signed; until the transaction ends this cannot change. */
async function requireLeave(operator: Signing, transaction: Store): Promise<void> {
  await requireLease(transaction, operator)
  const record = await movedAway(transaction)
  const reason = record === undefined ? await reasonNotToSign(transaction) : `moved to another machine with ${record}`
  if (reason !== undefined) throw new SigningStopped(reason)
}

function lower(hex: Hex): Hex {
  return hex.toLowerCase() as Hex
}
