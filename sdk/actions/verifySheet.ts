import type { Address, PublicClient } from 'viem'
import { InputError, type Fault } from '../errors/InputError.ts'
import { getEvents } from '../events/getEvents.ts'
import type { Deployment } from '../model/deployment.ts'
import { formatMoment, parseDuration } from '../model/duration.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Sheet } from '../model/sheet.ts'
import type { Terms } from '../model/terms.ts'
import { termsOfSheet } from '../model/termsOfSheet.ts'
import { explained } from './explained.ts'
import { getToken } from './getToken.ts'
import { verifyEscrow } from './verifyEscrow.ts'

/** How long before an escrow was created its sheet may have been read, in seconds: a Safe's owners take their time. */
const READ_WITHIN = 30n * 86_400n

/**
 * Checks that an escrow is genuine and that its terms and document are those of a term sheet. Durations in the sheet count from when it
 * was read, which the terms themselves tell; that must have been at most 30 days before the escrow was created.
 * @param expected `names`: the addresses of the names that the sheet uses.
 * @returns the terms where the code carries any, and the faults: none = genuine and as the sheet says.
 * @throws {InputError} when the sheet itself cannot be read.
 */
export async function verifySheet(
  client: PublicClient,
  deployment: Deployment,
  escrow: Address,
  expected: { sheet: Sheet; outcome: Outcome; names: Readonly<Record<string, Address>> },
): Promise<{ terms: Terms | undefined; faults: Fault[] }> {
  const { sheet, outcome, names } = expected
  const found = await verifyEscrow(client, deployment, escrow)
  const { terms, faults } = found
  if (terms === undefined || faults.length > 0) return found
  const created = await createdAt(client, deployment, escrow)
  const readAt = momentOfReading(sheet, terms) ?? created
  if (readAt > created || readAt < created - READ_WITHIN) {
    const message = `would be counted from ${formatMoment(readAt)}, but the escrow was created at ${formatMoment(created)}`
    return { terms, faults: [{ path: 'pledges.by', value: sheet.pledges.by, message }] }
  }
  const token = await getToken(client, terms.asset)
  return verifyEscrow(client, deployment, escrow, {
    terms: termsOfSheet(sheet, outcome, { token, now: readAt, names }),
    outcome,
  })
}

/** When a sheet with durations must have been read to give these terms; undefined where it names dates only. */
function momentOfReading(sheet: Sheet, terms: Terms): bigint | undefined {
  for (const [text, moment] of [
    [sheet.pledges.by, terms.pledgeBy],
    [sheet.claims.by, terms.claimBy],
  ] as const) {
    if (!/^\d{4}-/.test(text.trim())) return moment - parseDuration(text)
  }
  return undefined
}

async function createdAt(client: PublicClient, deployment: Deployment, escrow: Address): Promise<bigint> {
  const fromBlock = BigInt(deployment.block)
  const events = getEvents(client, { address: deployment.factory, fromBlock, events: ['Created'], args: { escrow } })
  const first = await events.next()
  if (first.done === true) {
    const message = 'was not created by this factory since its deployment; check the deployment record'
    throw new InputError('escrow', [{ path: '', value: escrow, message }])
  }
  const { blockNumber } = first.value
  return (await explained(() => client.getBlock({ blockNumber }))).timestamp
}
