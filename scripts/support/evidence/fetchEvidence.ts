import { z } from 'zod'
import { getFiling } from '../../../sdk/actions/getFiling.ts'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import { checkFiling } from '../../../sdk/evidence/checkFiling.ts'
import { address, count, key } from '../args.ts'
import type { Settings } from '../options.ts'
import type { Report } from '../run.ts'
import { openEscrow, openSession } from '../session.ts'
import { readIdentities } from '../../../oracle/evidence/identities.ts'
import { openedReport } from './openedReport.ts'
import { expectFree, openTo } from '../../../oracle/evidence/openTo.ts'
import { Progress } from './progress.ts'
import { getByUri } from './storage/storage.ts'

export interface FetchSettings extends Settings {
  identity: string
  out: string
  limit: string
  storage?: string
}

const schema = z.strictObject({ escrow: address, claim: key, limit: count })

/** Gets the bundle of a claim by its URI, decrypts it as it comes, and proves it; nothing of another claim is written. */
export async function fetchEvidence(
  named: { escrow: string; claim: string },
  settings: FetchSettings,
): Promise<Report> {
  const { escrow, claim, limit } = parseInput(schema, { ...named, limit: settings.limit }, 'command line')
  const identities = await readIdentities(settings.identity)
  await expectFree(settings.out)
  const session = await openSession(settings)
  await openEscrow(session, escrow)
  const filing = await getFiling(session.client, session.deployment, escrow, claim)
  const sealed = await getByUri(filing.uri, settings.storage, Number(limit) * 1e9)
  const stream = new Progress('Fetching').of(sealed)
  const opened = await openTo(settings.out, stream, identities, (manifest, salt) => checkFiling(manifest, salt, filing))
  return openedReport(opened, settings.out, { last: `It is the evidence of claim ${claim}, from ${filing.uri}` })
}
