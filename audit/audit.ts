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
import { OldStates } from './judge/oldStates.ts'
import { Recoverers } from './judge/recoverers.ts'
import type { RiskOptions } from './judge/riskFacts.ts'
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
import { Shelf } from './shelf.ts'

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
  const recoverers = new Recoverers()
  const collection = await collect({ ...reading(options, recoverers), note }).catch(async (error: unknown) => {
    await recoverers.close()
    throw error
  })
  recoverers.start(collection.logs)
  const judging: Promise<Judged>[] = []
  try {
    const statements: Statement[] = [...collection.statements]
    const escrows: AuditedEscrow[] = []
    const [shelf, states, assets]: [Shelf, OldStates, RiskOptions['assets']] = [new Shelf(), new OldStates(), new Map()]
    const calls: Callers[] = []
    const signed: SignedByContract[] = []
    const of = BigInt(collection.subjects.length)
    const takeUp = async (): Promise<void> => {
      const judged = await judging[0]
      void judging.shift()
      if (judged === undefined) return
      judged.findings.all().forEach(note)
      statements.push(...judged.statements)
      signed.push(...judged.signed)
      escrows.push(shelf.put(judged.escrow))
      progress?.({ doing: KEEPING, done: BigInt(escrows.length), of })
    }
    progress?.({ doing: KEEPING, done: 0n, of })
    for (const subject of collection.subjects) {
      // What is found of an escrow stands together, whatever is answered first.
      const found = new Findings()
      const callers = new Callers(subject, options.history ? note : found.note, { every: options.history })
      const kept = keepBooks(collection, subject, found.note, { recoverers, states, callers })
      if (options.history) calls.push(callers)
      const judged = judge({ ...options, assets }, collection, kept, found)
      judged.catch(() => undefined)
      judging.push(judged)
      if (judging.length >= AHEAD) await takeUp()
    }
    while (judging.length > 0) await takeUp()
    statements.push(...(await proofs(options, collection, { escrows, signed, calls }, note)))
    for (const one of calls) {
      // What could not be judged by proof.
      await one.judge(options.client, states)
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
    await recoverers.close()
    await Promise.allSettled(judging)
    collection.close()
  }
}

/** What an audit says it is doing. */
const KEEPING = 'rebuilding the books'
const COMPARING = 'comparing code, storage and balances'
/** Of so many escrows the questions that their books raise are under way while the books of the next are kept. */
const AHEAD = 8

const DOING: Readonly<Record<string, string>> = {
  own: 'reading events',
  out: 'reading payments of assets',
  in: 'reading payments to escrows',
  factory: 'reading creations',
  created: 'reading the creation',
}

/** The part of the options that concerns reading. */
function reading({ progress, ...options }: AuditOptions, recoverers: Recoverers): Omit<CollectOptions, 'note'> {
  const { client, witness, origin, escrow, fromBlock, pin, cache } = options
  return {
    client,
    origin,
    pin,
    ...(witness === undefined ? {} : { witness }),
    ...(escrow === undefined ? {} : { escrow }),
    ...(fromBlock === undefined ? {} : { fromBlock }),
    ...(cache === undefined ? {} : { cache }),
    progress: ({ stream, blocks, of, logs }) => {
      // They are ready by the time that all is read.
      recoverers.start(logs)
      progress?.({ doing: DOING[stream] ?? stream, done: blocks, of, logs })
    },
  }
}

/** What the events of an escrow make, and what is still open. */
interface Kept {
  escrow: AuditedEscrow
  /** Those that are not ECDSA signatures of their members. */
  signatures: Promise<readonly ContractSignature[]>
  callers: Callers
  states: OldStates
}

/** Rebuilds one escrow from its events. */
function keepBooks(
  collection: Collection,
  subject: Subject,
  note: Note,
  { recoverers, states, callers }: { recoverers: Recoverers; states: OldStates; callers: Callers },
): Kept {
  const [pledges, payments, signatures]: [Pledge[], Payment[], ContractSignature[]] = [[], [], []]
  const hear = (query: ContractSignature): void => {
    signatures.push(query)
  }
  const books = new Books(subject, {
    note,
    pay: (payment) => payments.push(payment),
    contractSignature: hear,
    ...(recoverers.areStarted ? { anySignature: hear } : {}),
  })
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
  const refused = recoverers.areStarted ? recoverers.refused(signatures) : Promise.resolve(signatures)
  refused.catch(() => undefined)
  return { escrow: { subject, token, status, state, pledges, payments, entries }, signatures: refused, callers, states }
}

/** An escrow with all that its books gave rise to. */
interface Judged {
  escrow: AuditedEscrow
  findings: Findings
  statements: Statement[]
  /** Members that are said to have signed as contracts. */
  signed: SignedByContract[]
}

/**
 * What the chain says of signatures that are not ECDSA's, what members signed besides, what a funder should weigh, and, where it is not to
 * be proved with the history, who called.
 */
async function judge(
  { client, directory, observations, history, assets }: AuditOptions & Pick<RiskOptions, 'assets'>,
  { pinned }: Collection,
  { escrow: audited, signatures, callers, states }: Kept,
  findings: Findings,
): Promise<Judged> {
  const { subject, state } = audited
  const { escrow } = subject
  const { note } = findings
  const shown = observations === undefined ? {} : { observations }
  if (!history) await callers.judge(client, states)
  const queries = (await signatures).map((signature) => ({ ...signature, escrow }))
  const known = { ...(directory === undefined ? {} : { directory }), ...(assets === undefined ? {} : { assets }) }
  const statements = [
    ...(history ? [] : callers.statements()),
    ...(await checkContractSignatures(client, queries, note)),
    ...(await findEquivocations({ client, subject, state, note, ...shown })),
    ...(await noteRisks({ client, subject, state, pinned, note, ...known })),
  ]
  const signed = queries.map(({ member, place }) => ({ escrow, member, place }))
  return { escrow: audited, findings, statements, signed }
}

/** Proves what the books rest on, or checks it where there is no hash. */
async function proofs(
  { client, witness, pin, origin, escrow, fromBlock = 0n, expected, layout, history, progress }: AuditOptions,
  collection: Collection,
  { calls, ...made }: Pick<ProofQuery, 'signed'> & { escrows: readonly AuditedEscrow[]; calls: readonly Callers[] },
  note: Note,
): Promise<Statement[]> {
  const { escrows } = made
  const assets = new Set(escrows.map(({ subject }) => subject.terms.asset.toLowerCase()))
  let done = 0n
  progress?.({ doing: COMPARING, done, of: BigInt(escrows.length) })
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
          compared: () => {
            progress({ doing: COMPARING, done: ++done, of: BigInt(escrows.length) })
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
