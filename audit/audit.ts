import type { Address } from 'viem'
import { collect, type Collection, type CollectOptions } from './collect/collect.ts'
import { NO_LOG_LEFT_OUT } from './collect/statements.ts'
import { together } from './collect/together.ts'
import { verifyEvidence } from './evidence/verifyEvidence.ts'
import { explainFailure } from './failures.ts'
import { GRADES, type Finding, type Note } from './finding.ts'
import { Findings } from './findings.ts'
import { Callers } from './judge/callers.ts'
import { OldStates } from './judge/oldStates.ts'
import { Recoverers } from './judge/recoverers.ts'
import type { RiskOptions } from './judge/riskFacts.ts'
import type { ShownObservation } from './judge/shownObservations.ts'
import { judgeEscrow, type Compared, type Judged } from './judgeEscrow.ts'
import { keepBooks } from './keepBooks.ts'
import type { BalanceLayout } from './prove/balanceSlot.ts'
import { Comparer } from './prove/comparer.ts'
import type { Expected } from './prove/escrow.ts'
import type { SignedByContract } from './prove/members.ts'
import { prove, type ProofQuery } from './prove/prove.ts'
import { statedState } from './prove/stated.ts'
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
export interface AuditOptions extends Omit<CollectOptions, 'note' | 'progress' | 'see'> {
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
    return await auditOf({ ...options, ...clientsOf(options) })
  } catch (error) {
    throw explainFailure(error, options.cache)
  }
}

/** The clients, who ask many things in one request; a witness that is the same client stays so. */
function clientsOf({ client, witness }: AuditOptions): Pick<AuditOptions, 'client' | 'witness'> {
  const first = together(client)
  if (witness === undefined) return { client: first }
  return { client: first, witness: witness === client ? first : together(witness) }
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
    const [shelf, states] = [new Shelf(), new OldStates(collection.pinned.number)]
    const assets: RiskOptions['assets'] = new Map()
    const calls: Callers[] = []
    const signed: SignedByContract[] = []
    const comparer = comparerOf(options, collection)
    const compared: Compared[] = []
    const of = BigInt(collection.subjects.length)
    const takeUp = async (): Promise<void> => {
      const judged = await judging[0]
      void judging.shift()
      if (judged === undefined) return
      findings.take(judged.findings)
      statements.push(...judged.statements)
      signed.push(...judged.signed)
      if (judged.compared !== undefined) compared.push(judged.compared)
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
      const judged = judgeEscrow({ ...options, assets, comparer }, collection.pinned, kept, found)
      judged.catch(() => undefined)
      judging.push(judged)
      // Questions leave, and answers are taken, between one escrow and the next.
      await new Promise(setImmediate)
      if (judging.length >= AHEAD) await takeUp()
    }
    while (judging.length > 0) await takeUp()
    for (const one of compared) findings.take(one.findings)
    const made = { escrows, signed, calls, ...(comparer === undefined ? {} : { compared }) }
    statements.push(...(await proofs(options, collection, made, note)))
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
    const stated = unique(statements).filter(({ what }) => what !== NO_LOG_LEFT_OUT || !areLogsProved)
    const passed = all.every(({ grade }) => grade === 'remark')
    return { chainId, pinned, passed, statements: stated, escrows, findings: sorted(all) }
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
    see: (chainId, log) => {
      recoverers.see(chainId, log)
    },
    progress: ({ stream, blocks, of, logs }) => {
      // They are ready by the time that all is read.
      recoverers.start(logs)
      progress?.({ doing: DOING[stream] ?? stream, done: blocks, of, logs })
    },
  }
}

/** Compares each escrow with the state as the endpoint tells it, at once; undefined where that is proved, or two endpoints are asked. */
function comparerOf(
  { client, witness, pin, fromBlock = 0n, expected = {} }: AuditOptions,
  { pinned }: Collection,
): Comparer | undefined {
  if ('hash' in pin || witness !== undefined) return undefined
  // Where a token keeps balances is of use only to who proves them.
  const nobody = () => []
  const { number } = pinned
  return new Comparer(client, statedState(client, pinned), {
    number,
    fromBlock,
    expected,
    holdersOf: nobody,
    historyProved: false,
  })
}

/** What all escrows together gave rise to. */
interface Made {
  escrows: readonly AuditedEscrow[]
  signed: readonly SignedByContract[]
  calls: readonly Callers[]
  compared?: readonly Compared[]
}

/** Proves what the books rest on, or checks it where there is no hash. */
async function proofs(
  { client, witness, pin, origin, escrow, fromBlock = 0n, expected, layout, history, progress }: AuditOptions,
  collection: Collection,
  { calls, compared, ...made }: Made,
  note: Note,
): Promise<Statement[]> {
  const { escrows } = made
  const assets = new Set(escrows.map(({ subject }) => subject.terms.asset.toLowerCase()))
  let done = 0n
  if (compared === undefined) progress?.({ doing: COMPARING, done, of: BigInt(escrows.length) })
  const query: ProofQuery = {
    pinned: collection.pinned,
    ...made,
    factory: origin.factory,
    wholeFactory: escrow === undefined,
    fromBlock,
    ...(history ? { collected: collection.byBlock, calls } : {}),
    ...('hash' in pin ? { hash: pin.hash } : {}),
    ...(compared === undefined ? {} : { compared: compared.flatMap(({ statements }) => statements) }),
    ...(expected === undefined ? {} : { expected }),
    ...(layout === undefined ? {} : { layouts: new Map([...assets].map((asset) => [asset, layout])) }),
    ...(witness === undefined ? {} : { witness }),
    ...(progress === undefined
      ? {}
      : {
          progress: ({ block, fromBlock: first, toBlock: last }) => {
            progress({ doing: 'proving every block', done: last - block + 1n, of: last - first + 1n })
          },
          onCompared: () => {
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
