import type { Hex } from 'viem'
import { counted } from '../../sdk/model/words.ts'
import type { Note } from '../finding.ts'
import type { Statement } from '../result.ts'
import { byReport, type Audited } from './audited.ts'
import { readStart, readWhole } from './files.ts'
import { judgeBundle, type CheckedBundle } from './judgeBundle.ts'
import { isSealed, openBundle, SEALED_START } from './openBundle.ts'
import { judgeReport, type CheckedReport } from './reports.ts'
import { walk, type Found } from './walk.ts'

/** Most bytes of a report; larger files are taken for none. */
const MOST_REPORT = 4 * 1024 * 1024
/** Most claims that a statement lists by their keys. */
const MOST_LISTED = 50

export interface EvidenceOptions {
  /** Read as it is; nothing is written. */
  folder: string
  /** age identities; without one, encrypted bundles stay closed. */
  identities: readonly string[]
  escrows: readonly Audited[]
  note: Note
}

/** What a folder of evidence proves. */
export interface CheckedEvidence {
  statements: Statement[]
  bundles: CheckedBundle[]
  reports: CheckedReport[]
}

/**
 * Verifies bundles and reports in a folder against what was filed and observed: encrypted bundles (decrypted as a stream), folders into
 * which one was opened, folders of claims, and reports.
 * @throws {InputError} when the folder cannot be read, or holds too much.
 */
export async function verifyEvidence({ folder, identities, escrows, note }: EvidenceOptions): Promise<CheckedEvidence> {
  const bundles: CheckedBundle[] = []
  const others: Found[] = []
  let links = 0
  for await (const found of walk(folder)) {
    if (found.kind === 'other') links++
    else if (found.kind === 'file' && !isSealed(await readStart(found.path, SEALED_START))) others.push(found)
    else bundles.push(judgeBundle(found, await openBundle(found, identities), escrows, note))
  }
  const proved = bundles.filter(({ fine }) => fine === true)
  const manifests = new Map(
    proved.flatMap(({ claims, manifest }) =>
      manifest === undefined ? [] : claims.map((claim) => [claim, manifest] as const),
    ),
  )
  const record = { escrows, recorded: byReport(escrows), manifests }
  const reports: CheckedReport[] = []
  let strange = 0
  for (const { name, path } of others) {
    const size = (await readStart(path, MOST_REPORT + 1)).length
    const judged = size > MOST_REPORT ? undefined : judgeReport(name, await readWhole(path, MOST_REPORT), record, note)
    if (judged === undefined) strange++
    else reports.push(...judged)
  }
  return { statements: statements({ bundles, reports, escrows, links, strange }), bundles, reports }
}

function statements(found: {
  bundles: readonly CheckedBundle[]
  reports: readonly CheckedReport[]
  escrows: readonly Audited[]
  links: number
  strange: number
}): Statement[] {
  const { bundles, reports, escrows, links, strange } = found
  const fine = bundles.filter(({ fine: isFine }) => isFine === true)
  const closed = bundles.filter(({ fine: isFine, manifest }) => isFine === undefined && manifest === undefined)
  const agreeing = reports.filter(({ fine: isFine }) => isFine === true)
  const claims = escrows.flatMap(({ state }) => [...state.claims.values()])
  const looked = new Set<Hex>(fine.flatMap((bundle) => bundle.claims))
  const missing = claims.filter(({ key }) => !looked.has(key)).map(({ key }) => key)
  const observed = claims.reduce((sum, { observations }) => sum + observations.length, 0)
  const open = observed - new Set(agreeing.map(({ digest, claim, member }) => `${digest} ${claim} ${member}`)).size
  const passedOver = [
    ...(links > 0 ? [counted(links, 'link or device', 'links or devices')] : []),
    ...(strange > 0 ? [counted(strange, 'other file')] : []),
  ].join(' and ')
  const rest = passedOver === '' ? '' : ` ${passedOver} passed over.`
  const all: (Statement | undefined)[] = [
    {
      what: `${counted(fine.length, 'bundle')} of evidence and ${counted(agreeing.length, 'report')} are what was committed to and signed`,
      standing: 'checked',
      how: `Every file was compared with its manifest, manifest and salt with the commitment, reports with the observations.${rest}`,
    },
    assumed(
      closed.length,
      `${counted(closed.length, 'encrypted bundle')} in the folder hold what was committed to`,
      () => {
        return `No identity that was given opens ${closed
          .map(({ file }) => file)
          .slice(0, MOST_LISTED)
          .join(', ')}.`
      },
    ),
    assumed(missing.length, `The evidence of ${counted(missing.length, 'claim')} is what was committed to`, () => {
      const more = missing.length > MOST_LISTED ? ` and ${missing.length - MOST_LISTED} more` : ''
      return `Nothing of it was looked at: ${missing.slice(0, MOST_LISTED).join(', ')}${more}.`
    }),
    assumed(open, `The reports of ${counted(open, 'observation')} say what was observed`, () => {
      return 'They were not in the folder; members serve them under their digests.'
    }),
  ]
  return all.filter((one) => one !== undefined)
}

function assumed(n: number, what: string, how: () => string): Statement | undefined {
  return n > 0 ? { what, standing: 'assumed', how: how() } : undefined
}
