/** Who of those who judge can read evidence, and how it reaches them. */
import { intakeUrl } from '../../../sdk/evidence/intakeUrl.ts'
import type { JudgeKey, Reader } from '../../../sdk/evidence/judgeKeys.ts'
import { zeroAddress, zeroHash } from 'viem'

/** Whether somebody takes bundles in at its endpoint. */
export function takesIn({ endpoint }: Pick<JudgeKey, 'endpoint'>): boolean {
  return intakeUrl(endpoint, 1, zeroAddress, zeroHash) !== undefined
}

/** How the evidence of a claim reaches a panel. */
export interface Reach {
  /** To whom it is encrypted. */
  readers: Reader[]
  /** Who cannot read it. */
  without: JudgeKey[]
  /** Members who can read it, and those of them who take it in at their endpoints. */
  reading: number
  taking: number
  /** Whether enough members for a verdict can read it; and whether enough take it in, so that no other place is needed. */
  enoughRead: boolean
  enoughTake: boolean
}

/** @param quorum how many members a verdict needs. @param own a recipient of the solver's own, where it wants to open its bundle again. */
export function reachOf(judges: readonly JudgeKey[], quorum: bigint, own?: string): Reach {
  const reading = judges.filter(({ recipient }) => recipient !== undefined)
  const members = reading.filter(({ isArbiter }) => !isArbiter)
  const taking = members.filter(takesIn)
  const readers = reading.flatMap(({ account, recipient }) =>
    recipient === undefined ? [] : [{ who: account, recipient }],
  )
  return {
    readers: own === undefined ? readers : [...readers, { who: 'also', recipient: own }],
    without: judges.filter(({ recipient }) => recipient === undefined),
    reading: members.length,
    taking: taking.length,
    enoughRead: BigInt(members.length) >= quorum,
    enoughTake: BigInt(taking.length) >= quorum,
  }
}

/** What is wrong with a place that a solver names; undefined where members can fetch from it. */
export function faultOfUri(text: string): string | undefined {
  const url = URL.parse(text.trim())
  if (url === null || !['https:', 'ipfs:'].includes(url.protocol))
    return 'Write an address that begins with https:// or ipfs://; members fetch from nothing else.'
  if (url.username !== '' || url.password !== '') return 'Leave name and password out: the address is published.'
  return undefined
}
