import type { AuditOptions } from './audit.ts'
import { Findings } from './findings.ts'
import type { Pinned } from './history.ts'
import { checkContractSignatures } from './judge/contractSignatures.ts'
import { findEquivocations, observing } from './judge/equivocation.ts'
import { Foreseen } from './judge/foreseen.ts'
import type { RiskOptions } from './judge/riskFacts.ts'
import { noteRisks } from './judge/risks.ts'
import type { Kept } from './keepBooks.ts'
import type { Comparer } from './prove/comparer.ts'
import type { SignedByContract } from './prove/members.ts'
import type { AuditedEscrow, Statement } from './result.ts'

/** With what escrows are judged. */
export type JudgeOptions = Pick<AuditOptions, 'client' | 'directory' | 'observations' | 'history'> &
  Pick<RiskOptions, 'assets'> & {
    /** Compares the escrow with the state; undefined = that is done when all are judged. */
    comparer: Comparer | undefined
  }

/** An escrow with all that its books gave rise to. */
export interface Judged {
  escrow: AuditedEscrow
  findings: Findings
  statements: Statement[]
  /** Members that are said to have signed as contracts. */
  signed: SignedByContract[]
  /** Where it was compared with the state at once: what was found and stated. */
  compared: Compared | undefined
}

/** What a comparison of an escrow with the state gave. */
export interface Compared {
  findings: Findings
  statements: Statement[]
}

/**
 * What the chain says of signatures that are not ECDSA's, what members signed besides, what a funder should weigh, and, where it is not to
 * be proved with the history, who called.
 */
export async function judgeEscrow(
  { client, directory, observations, history, assets, comparer }: JudgeOptions,
  pinned: Pinned,
  { escrow: audited, signatures, callers, states }: Kept,
  findings: Findings,
): Promise<Judged> {
  const { subject, state } = audited
  const { escrow } = subject
  const { note } = findings
  const shown = observations === undefined ? {} : { observations }
  const comparing = comparer && compare(comparer, audited)
  comparing?.catch(() => undefined)
  const answers = new Foreseen(client)
  await answers.foresee([...(history ? [] : callers.transactions()), ...observing(state)])
  if (!history) await callers.judge(client, states, answers)
  const queries = (await signatures).map((signature) => ({ ...signature, escrow }))
  const known = { ...(directory === undefined ? {} : { directory }), ...(assets === undefined ? {} : { assets }) }
  const statements = [
    ...(history ? [] : callers.statements()),
    ...(await checkContractSignatures(client, queries, note)),
    ...(await findEquivocations({ client, subject, state, note, answers, ...shown })),
    ...(await noteRisks({ client, subject, state, pinned, note, ...known })),
  ]
  const signed = queries.map(({ member, place }) => ({ escrow, member, place }))
  return { escrow: audited, findings, statements, signed, compared: await comparing }
}

async function compare(comparer: Comparer, { subject, state }: AuditedEscrow): Promise<Compared> {
  const findings = new Findings()
  const statements = await comparer.compare({ subject, state }, findings.note)
  return { findings, statements }
}
