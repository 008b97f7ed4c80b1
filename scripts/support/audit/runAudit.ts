import { audit, type AuditOptions } from '../../../audit/audit.ts'
import { openEndpoint } from '../../../audit/collect/batches.ts'
import { walk } from '../../../audit/evidence/walk.ts'
import { parseShownObservations } from '../../../audit/judge/shownObservations.ts'
import { reportHtml } from '../../../audit/report/reportHtml.ts'
import { reportText } from '../../../audit/report/reportText.ts'
import type { AuditResult } from '../../../audit/result.ts'
import { isLocalChain } from '../../../oracle/chain/localChains.ts'
import { readIdentities } from '../../../oracle/evidence/identities.ts'
import { readJson } from '../../../oracle/files/readJson.ts'
import { hasColour } from '../colour.ts'
import { widthOf } from '../layout.ts'
import type { Report } from '../run.ts'
import { openSession } from '../session.ts'
import { compiledCode } from './compiledCode.ts'
import { jsonPieces } from './jsonPieces.ts'
import { AuditProgress } from './progress.ts'
import { parseAudit, type AuditArguments, type AuditSettings } from './settings.ts'
import { watchAudits } from './watchAudits.ts'
import { expectWritable, writeReport } from './writeReport.ts'

/** Exit code of an audit that found more than remarks. */
export const FINDINGS = 2

/** `lodestone audit`: once, or with --watch again and again. @throws {InputError} before anything is read if an argument is wrong. */
export async function runAudit(escrow: string | undefined, settings: AuditSettings): Promise<Report | undefined> {
  const args = parseAudit(escrow, settings)
  if (args['--html'] !== undefined) await expectWritable(args['--html'])
  if (args['--evidence'] !== undefined) await expectFolder(args['--evidence'])
  const options = await optionsOf(args, settings)
  if (args['--watch']) {
    await watchAudits(options, args, settings.json === true)
    return undefined
  }
  const result = await withProgress(options)
  if (args['--html'] !== undefined) await writeReport(args['--html'], reportHtml(result))
  print(result, settings.json === true)
  if (!result.passed) process.exitCode = FINDINGS
  return undefined
}

/** @throws {InputError} when there is no such folder, before an audit that takes long. */
async function expectFolder(evidence: string): Promise<void> {
  await walk(evidence).next()
}

/** Prints a result: text for people, JSON by schemas/audit-report.json for programs. */
export function print(result: AuditResult, json: boolean): void {
  if (json) {
    for (const piece of jsonPieces(result)) process.stdout.write(piece)
    process.stdout.write('\n')
  } else process.stdout.write(reportText(result, { colour: hasColour(), width: widthOf(process.stdout) }))
}

async function optionsOf(args: AuditArguments, settings: AuditSettings): Promise<AuditOptions> {
  const given = args['--observations']
  const observations =
    given === undefined ? undefined : parseShownObservations(await readJson(given, 'file of observations'))
  const identities = args['--identity'] === undefined ? [] : await readIdentities(args['--identity'])
  const { deployment } = await openSession(settings)
  const { factory, implementation, directory, chainId, block } = deployment
  const usual = isLocalChain(chainId) ? 'latest' : 'finalized'
  const named = args['--block'] ?? usual
  const hash = args['--block-hash']
  const expected = await compiledCode()
  const [witness, cache, layout, evidence] = [
    args['--witness'],
    args['--cache'],
    args['--balances'],
    args['--evidence'],
  ]
  return {
    client: openEndpoint(settings.rpc),
    origin: { factory, implementation },
    directory,
    fromBlock: BigInt(block),
    pin: hash !== undefined ? { hash } : typeof named === 'bigint' ? { number: named } : { tag: named },
    history: args['--history'],
    ...(witness === undefined ? {} : { witness: openEndpoint(witness) }),
    ...(args.escrow === undefined ? {} : { escrow: args.escrow }),
    ...(cache === undefined ? {} : { cache }),
    ...(layout === undefined ? {} : { layout }),
    ...(evidence === undefined ? {} : { evidence: { folder: evidence, identities } }),
    ...(observations === undefined ? {} : { observations }),
    ...(expected === undefined ? {} : { expected }),
  }
}

async function withProgress(options: AuditOptions): Promise<AuditResult> {
  const progress = new AuditProgress()
  try {
    return await audit({ ...options, progress: progress.show })
  } finally {
    progress.end()
  }
}
