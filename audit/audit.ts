import type { Address } from 'viem'
import { collect, type Collection, type CollectOptions } from './collect/collect.ts'
import { NO_LOG_LEFT_OUT } from './collect/statements.ts'
import { verifyEvidence } from './evidence/verifyEvidence.ts'
import { explainFailure } from './failures.ts'
import { GRADES, type Finding, type Note } from './finding.ts'
import { Findings } from './findings.ts'
import type { Subject } from './history.ts'
import { Callers } from './judge/callers.ts'
import { checkContractSignatures } from './judge/contractSignatures.ts'
import { findEquivocations } from './judge/equivocation.ts'
import { noteRisks } from './judge/risks.ts'
import type { ShownObservation } from './judge/shownObservations.ts'
import { Books } from './model/books.ts'
import type { ContractSignature } from './model/ears.ts'
import { pledgeOf } from './model/pledgeOf.ts'
import type { Payment, Pledge } from './model/state.ts'
import type { BalanceLayout } from './prove/balanceSlot.ts'
import type { Expected } from './prove/escrow.ts'
import type { SignedByContract } from './prove/members.ts'
import { prove, type ProofQuery } from './prove/prove.ts'
import { wholeLogs } from './prove/statements.ts'
import type { AuditedEscrow, AuditResult, Statement } from './result.ts'
import type { RuleName } from './rules.ts'

/** How far an audit is. */
export interface AuditProgressStep {
  /** In words, such as "reading transfers". */
  doing: string
  /** Blocks, or escrows; the audit may do several things at once. */
  done: bigint
  of: bigint
  logs?: number
}

/** What is audited, and what the auditor brings along. */
export interface AuditOptions extends Omit<CollectOptions, 'note' | 'progress'> {
  /** Whether every log is proved too, by the headers and receipts of all blocks: needs `pin` to be a hash. */
  history: boolean
  /** The OperatorDirectory; undefined = what members say there is not looked at. */
  directory?: Address
  /** The code that implementation and factory must have; left out = not compared. */
  expected?: Expected
  /** Where the asset keeps balances; found out where left out. */
  layout?: BalanceLayout
  /** A folder of bundles and reports, and the age identities to look into them. */
  evidence?: { folder: string; identities: readonly string[] }
  /** Signed observations from elsewhere than the chain. */
  observations?: readonly ShownObservation[]
  progress?: (step: AuditProgressStep) => void
}

/**
 * Audits an escrow, or all escrows of a factory, up to a block: collects their logs, rebuilds every figure from terms and events, and
 * proves it by the block's hash, or checks it against what the endpoint says where the pin is none.
 * @throws {ConnectionError} when an endpoint does not answer, or the chain was reorganised meanwhile: try again.
 * @throws {InputError} when an option cannot be, such as the cache of another chain.
 */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  try {
    return await auditOf(options)
  } catch (error) {
    throw explainFailure(error, options.cache)
  }
}

/** Faults of these rules may be what was read, not what is on the chain. */
const OF_READING: ReadonlySet<RuleName> = new Set(['logs', 'state', 'proof', 'endpoint', 'S1'])

async function auditOf(options: AuditOptions): Promise<AuditResult> {
  const { progress } = options
  const findings = new Findings()
  const { note } = findings
  const collection = await collect({ ...reading(options), note })
  try {
    const statements: Statement[] = [...collection.statements]
    const escrows: AuditedEscrow[] = []
    const callers: Callers[] = []
    const signed: SignedByContract[] = []
    const of = BigInt(collection.subjects.length)
    for (const subject of collection.subjects) {
      progress?.({ doing: 'rebuilding the books', done: BigInt(escrows.length), of })
      const kept = keepBooks(options, collection, subject, note)
      escrows.push(kept.escrow)
      callers.push(kept.callers)
      const { escrow } = subject
      signed.push(...kept.signatures.map(({ member, place }) => ({ escrow, member, place })))
      statements.push(...(await judge(options, collection, kept, note)))
    }
    statements.push(...(await proofs(options, collection, { escrows, signed, calls: callers }, note)))
    for (const one of callers) {
      await one.judge(options.client)
      statements.push(...one.statements())
    }
    if (options.evidence !== undefined) {
      statements.push(...(await verifyEvidence({ ...options.evidence, escrows, note })).statements)
    }
    const { chainId, pinned } = collection
    const all = findings.all()
    if (all.some(({ grade, rule }) => grade === 'fault' && OF_READING.has(rule))) collection.distrust()
    const whole = wholeLogs(options.fromBlock ?? 0n, pinned.number)
    const areLogsProved = statements.some(({ what, standing }) => what === whole && standing === 'proved')
    const made = unique(statements).filter(({ what }) => what !== NO_LOG_LEFT_OUT || !areLogsProved)
    const passed = all.every(({ grade }) => grade === 'remark')
    return { chainId, pinned, passed, statements: made, escrows, findings: sorted(all) }
  } finally {
    collection.close()
  }
}

const DOING: Readonly<Record<string, string>> = {
  own: 'reading events',
  out: 'reading payments of assets',
  in: 'reading payments to escrows',
  factory: 'reading creations',
  created: 'reading the creation',
}

/** The part of the options that concerns reading. */
function reading({ progress, ...options }: AuditOptions): Omit<CollectOptions, 'note'> {
  const { client, witness, origin, escrow, fromBlock, pin, cache } = options
  return {
    client,
    origin,
    pin,
    ...(witness === undefined ? {} : { witness }),
    ...(escrow === undefined ? {} : { escrow }),
    ...(fromBlock === undefined ? {} : { fromBlock }),
    ...(cache === undefined ? {} : { cache }),
    ...(progress === undefined
      ? {}
      : {
          progress: ({ stream, blocks, of, logs }) => {
            progress({ doing: DOING[stream] ?? stream, done: blocks, of, logs })
          },
        }),
  }
}

/** What the events of an escrow make, and what only the chain can answer. */
interface Kept {
  escrow: AuditedEscrow
  signatures: readonly ContractSignature[]
  callers: Callers
}

/** Rebuilds one escrow from its events. */
function keepBooks({ history }: AuditOptions, collection: Collection, subject: Subject, note: Note): Kept {
  const [pledges, payments, signatures]: [Pledge[], Payment[], ContractSignature[]] = [[], [], []]
  const books = new Books(subject, {
    note,
    pay: (payment) => payments.push(payment),
    contractSignature: (query) => signatures.push(query),
  })
  const callers = new Callers(subject, note, { every: history })
  let entries = 0
  for (const entry of collection.entries(subject)) {
    entries++
    books.apply(entry)
    callers.apply(entry)
    const pledge = pledgeOf(entry)
    if (pledge !== undefined) pledges.push(pledge)
  }
  books.finish(collection.pinned)
  const { state } = books
  const status = books.statusAt(collection.pinned.timestamp)
  const token = collection.token(subject.terms.asset)
  return { escrow: { subject, token, status, state, pledges, payments, entries }, signatures, callers }
}

/** What the chain says of signatures that are not ECDSA's, what members signed besides, what a funder should weigh. */
async function judge(
  { client, directory, observations }: AuditOptions,
  { pinned }: Collection,
  { escrow: { subject, state }, signatures }: Kept,
  note: Note,
): Promise<Statement[]> {
  const { escrow } = subject
  const queries = signatures.map((signature) => ({ ...signature, escrow }))
  const shown = observations === undefined ? {} : { observations }
  return [
    ...(await checkContractSignatures(client, queries, note)),
    ...(await findEquivocations({ client, subject, state, note, ...shown })),
    ...(await noteRisks({ client, subject, state, pinned, note, ...(directory === undefined ? {} : { directory }) })),
  ]
}

/** Proves what the books rest on, or checks it where there is no hash. */
async function proofs(
  { client, witness, pin, origin, escrow, fromBlock = 0n, expected, layout, history, progress }: AuditOptions,
  collection: Collection,
  { calls, ...made }: Pick<ProofQuery, 'signed'> & { escrows: readonly AuditedEscrow[]; calls: readonly Callers[] },
  note: Note,
): Promise<Statement[]> {
  const assets = new Set(made.escrows.map(({ subject }) => subject.terms.asset.toLowerCase()))
  const query: ProofQuery = {
    pinned: collection.pinned,
    ...made,
    factory: origin.factory,
    wholeFactory: escrow === undefined,
    fromBlock,
    ...(history ? { collected: collection.byBlock, calls } : {}),
    ...('hash' in pin ? { hash: pin.hash } : {}),
    ...(expected === undefined ? {} : { expected }),
    ...(layout === undefined ? {} : { layouts: new Map([...assets].map((asset) => [asset, layout])) }),
    ...(witness === undefined ? {} : { witness }),
    ...(progress === undefined
      ? {}
      : {
          progress: ({ block, fromBlock: first, toBlock: last }) => {
            progress({ doing: 'proving every block', done: last - block + 1n, of: last - first + 1n })
          },
        }),
  }
  return prove(client, query, note)
}

/** Statements that several escrows share are made once. */
function unique(statements: readonly Statement[]): Statement[] {
  return [...new Map(statements.map((one) => [JSON.stringify(one), one])).values()]
}

/** Gravest first, then in the order of the chain; what has no place comes first. */
function sorted(findings: readonly Finding[]): Finding[] {
  const at = ({ place }: Finding): bigint =>
    place === undefined ? -1n : (place.blockNumber << 32n) + BigInt(place.logIndex ?? 0)
  return [...findings].sort((a, b) => {
    const grade = GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade)
    return grade !== 0 ? grade : at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0
  })
}
