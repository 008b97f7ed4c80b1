import { encodeEventTopics, type Address, type Hex, type PublicClient } from 'viem'
import { Batches } from '../../../audit/collect/batches.ts'
import { checkAsset, codesOf, subjectOf } from '../../../audit/collect/subjects.ts'
import { askToken } from '../../../audit/collect/tokens.ts'
import { Findings } from '../../../audit/findings.ts'
import { GRADES, type Finding } from '../../../audit/finding.ts'
import type { Pinned } from '../../../audit/history.ts'
import { Callers } from '../../../audit/judge/callers.ts'
import { OldStates } from '../../../audit/judge/oldStates.ts'
import { judgeEscrow } from '../../../audit/judgeEscrow.ts'
import { keepBooks } from '../../../audit/keepBooks.ts'
import { prove } from '../../../audit/prove/prove.ts'
import type { AuditedEscrow, Statement } from '../../../audit/result.ts'
import { escrowFactoryAbi } from '../../../sdk/abi/escrowFactory.ts'
import type { Deployment } from '../../../sdk/model/deployment.ts'
import { Collected, pinnedBlock, stillThere } from './collectHere.ts'

/** What is being done. */
export type Step = 'reading' | 'rebuilding' | 'signatures' | 'proving'

/** What the audit of one escrow answers. */
export interface AuditedHere {
  pinned: Pinned
  passed: boolean
  /** Undefined where the address holds no escrow. */
  escrow: AuditedEscrow | undefined
  findings: readonly Finding[]
  statements: readonly Statement[]
}

/**
 * The auditor's checks of one escrow, in the browser and in memory: logs, books by the auditor's own arithmetic, signatures, equivocation,
 * who called, risks, code, storage, balance. What it leaves to the full audit: completeness of logs by receipts, a second endpoint, evidence.
 * @param hash a block's hash from another source than the endpoint: code, storage and balance are then proved by it.
 * @throws {ConnectionError} when the endpoint does not answer, or the chain was reorganised meanwhile.
 */
export async function auditHere(
  client: PublicClient,
  deployment: Deployment,
  escrow: Address,
  { hash, progress }: { hash: Hex | undefined; progress: (step: Step, share: number) => void },
): Promise<AuditedHere> {
  const { chainId, factory, implementation, directory } = deployment
  const findings = new Findings()
  const { note } = findings
  const pinned = await pinnedBlock(client, hash)
  const fromBlock = BigInt(deployment.block)
  const collected = new Collected({
    client,
    fromBlock,
    pinned,
    note,
    progress: (done, of) => {
      progress('reading', Number(done) / Number(of))
    },
  })
  const answered = (statements: Statement[], audited?: AuditedEscrow): AuditedHere => {
    const all = [...findings.all()].sort((a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade))
    return { pinned, passed: all.every(({ grade }) => grade === 'remark'), escrow: audited, findings: all, statements }
  }
  const batches = new Batches(client)
  const block: Hex = `0x${pinned.number.toString(16)}`
  const [topic] = encodeEventTopics({ abi: escrowFactoryAbi, eventName: 'Created' })
  const creation = await collected.creation(factory, escrow, topic)
  const code = (await codesOf(batches, [escrow], block)).get(escrow) ?? '0x'
  const subject = subjectOf(chainId, { factory, implementation }, escrow, code, creation, note)
  if (subject === undefined) return answered([])
  const { asset } = subject.terms
  checkAsset(subject, (await codesOf(batches, [asset], block)).get(asset) ?? '0x', note)

  const entries = await collected.entries(escrow, asset)
  progress('rebuilding', 0)
  const token = await askToken(batches, asset, block, note)
  const collection = { pinned, entries: () => entries.values(), token: () => token }
  const callers = new Callers(subject, note, { every: false })
  const kept = keepBooks(collection, subject, note, { states: new OldStates(pinned.number), callers })
  progress('signatures', 0)
  const judging = { client, directory, history: false, assets: new Map(), comparer: undefined }
  const { escrow: audited, statements, signed } = await judgeEscrow(judging, pinned, kept, findings)
  progress('proving', 0)
  const proved = await prove(
    client,
    {
      pinned,
      escrows: [audited],
      factory,
      wholeFactory: false,
      fromBlock,
      signed,
      ...(hash === undefined ? {} : { hash }),
    },
    note,
  )
  await stillThere(client, pinned)
  return answered([...statements, ...proved], audited)
}
