/** Handing an encrypted bundle in to those who judge, after its claim is on chain; docs/evidence.md, "Intake". */
import { isAddressEqual, type Address } from 'viem'
import type { ClaimFile } from '../../../sdk/evidence/claimFile.ts'
import { intakeHeaders } from '../../../sdk/evidence/intakeHeaders.ts'
import { intakeUrl } from '../../../sdk/evidence/intakeUrl.ts'
import type { JudgeKey } from '../../../sdk/evidence/judgeKeys.ts'

/** How far the handing in to one of them is. */
export type HandedIn =
  { at: 'sending'; sent: number; total: number } | { at: 'taken' } | { at: 'failed'; why: string; again: boolean }

/** What a server answered. */
export interface Answer {
  status: number
  body: string
}

/** Puts a body at a URL. Rejects where nobody was reached; `silent` is who was, and then said nothing. */
export type Put = (
  url: URL,
  headers: Record<string, string>,
  body: Blob,
  progress: (sent: number) => void,
) => Promise<Answer | 'silent'>

/** Statuses after which the same may work a little later: the member has not seen the block, or is busy. */
const LATER = [404, 408, 503, 507]
/** Milliseconds before the second, third... attempt. */
const PAUSES = [2_000, 5_000, 10_000]

/**
 * Hands a bundle in to one member or the arbiter.
 * @param pauses milliseconds before each further attempt; there are as many.
 * @param told hears how far it is; the last word is `taken` or `failed`.
 * @returns whether it was taken in.
 */
export async function handIn(
  claim: Pick<ClaimFile, 'chainId' | 'escrow' | 'key'> & { bundle: NonNullable<ClaimFile['bundle']> },
  endpoint: string,
  bundle: Blob,
  told: (state: HandedIn) => void,
  put: Put,
  pauses: readonly number[] = PAUSES,
): Promise<boolean> {
  const url = intakeUrl(endpoint, claim.chainId, claim.escrow, claim.key)
  if (url === undefined) {
    told({ at: 'failed', why: 'has no endpoint that takes evidence in', again: false })
    return false
  }
  const total = bundle.size
  for (let attempt = 0; ; attempt++) {
    told({ at: 'sending', sent: 0, total })
    const answer = await put(url, intakeHeaders(claim.bundle), bundle, (sent) => {
      told({ at: 'sending', sent, total })
    }).catch(() => undefined)
    // It was waited for already: the others come first.
    if (answer === 'silent') {
      told({ at: 'failed', why: 'took the bundle in no further, or did not answer', again: true })
      return false
    }
    if (answer !== undefined && answer.status >= 200 && answer.status < 300) {
      told({ at: 'taken' })
      return true
    }
    const pause = pauses[attempt]
    const again = answer === undefined || LATER.includes(answer.status)
    if (!again || pause === undefined) {
      told({ at: 'failed', why: refusalInWords(answer), again })
      return false
    }
    await new Promise((done) => setTimeout(done, pause))
  }
}

/** Characters of an answer that are shown: a stranger wrote it. */
const MOST = 200

/** Why a bundle was not taken in. */
export function refusalInWords(answer: Answer | undefined): string {
  if (answer === undefined)
    return 'could not be reached from this browser: its server is down, or does not let pages of this site hand in'
  const said = answer.body.trim().slice(0, MOST)
  return `answered ${answer.status}${said === '' ? '' : `: ${said}`}`
}

/** When each has taken the bundle in, with one more. */
export function withTaken(claim: ClaimFile, account: Address, at: Date): ClaimFile {
  return { ...claim, takenIn: { ...claim.takenIn, [account]: at.toISOString() } }
}

/** Whether an account has taken the bundle in. */
export function hasTaken({ takenIn }: Pick<ClaimFile, 'takenIn'>, account: Address): boolean {
  return Object.keys(takenIn).some((one) => isAddressEqual(one as Address, account))
}

/** How many members of the panel have taken the bundle in: a verdict needs a quorum of them. */
export function membersWith(
  claim: Pick<ClaimFile, 'takenIn'>,
  judges: readonly Pick<JudgeKey, 'account' | 'isArbiter'>[],
): number {
  return judges.filter(({ account, isArbiter }) => !isArbiter && hasTaken(claim, account)).length
}
