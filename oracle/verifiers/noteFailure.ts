import { join } from 'node:path'
import { makeFolder, replaceFile } from '../evidence/files.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator } from '../operator.ts'
import type { ClaimsTable } from '../store/tables.ts'
import { VerifierError, type VerifierFault } from './VerifierError.ts'

/** Tries before a person must look: half an hour of waiting in all, besides what the verifier takes. */
export const MOST_TRIES = 6
const FIRST_WAIT = 60
const LONGEST_WAIT = 3600

/** What trying again cannot mend. */
const FINAL: readonly VerifierFault[] = ['no verifier', 'no outcome', 'misfit']
/** What anybody can cause by naming this member in an escrow of theirs: no reason to wake a person. */
const FOREIGN: readonly VerifierFault[] = ['no verifier', 'no outcome']

/** Writes down that a claim was not verified: it is tried again later, or stopped for a person to act. */
export async function noteFailure(operator: Operator, claim: ClaimsTable, error: unknown): Promise<void> {
  const { store, clock, log, metrics } = operator
  const fault = error instanceof VerifierError ? error.fault : 'error'
  if (fault === 'ended') return
  const { escrow, claim: key } = claim
  const tries = claim.tries + 1
  // What the chain or a server does not answer now it may answer in an hour.
  const isConnection = error instanceof Error && error.name === 'ConnectionError'
  const isOver = !isConnection && (tries >= MOST_TRIES || FINAL.some((one) => one === fault))
  const note = `${fault}: ${messageOf(error)}`
  const wait = Math.min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
  const { numUpdatedRows } = await store
    .updateTable('claims')
    .set(isOver ? { stage: 'stopped', note, tries } : { note, tries, nextAt: secondsOf(clock) + wait })
    .where('escrow', '=', escrow)
    .where('claim', '=', key)
    .where('stage', '=', claim.stage)
    .executeTakeFirst()
  // Another step has taken the claim on: it says what there is to say.
  if (numUpdatedRows === 0n) return
  metrics.verified.inc({ result: fault })
  const said = error instanceof VerifierError && error.said !== '' ? await keepSaid(operator, claim, error.said) : {}
  const details = { escrow, claim: key, fault, reason: messageOf(error), tries, ...said }
  if (!isOver) log.warn(details, 'a claim was not verified; it is tried again')
  else if (FOREIGN.some((one) => one === fault)) log.warn(details, 'a claim is not for this member to verify')
  else log.error(details, 'a claim is not verified until a person acts')
}

/** What a program writes to stderr may quote evidence: it goes into a file of the data folder, and the log names that. */
async function keepSaid(
  { config }: Operator,
  { escrow, claim }: ClaimsTable,
  text: string,
): Promise<{ said?: string }> {
  const folder = join(config.data, 'stderr')
  const path = join(folder, `${escrow}-${claim}.txt`)
  try {
    await makeFolder(folder, 0o700)
    await replaceFile(path, `${text}\n`)
    return { said: path }
  } catch {
    // A disk that is full is told of elsewhere; the failure itself is what matters here.
    return {}
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
