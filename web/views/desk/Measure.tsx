import { useMemo } from 'react'
import { zeroHash, type Address } from 'viem'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { useSite } from '../../app/site.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import { Card, Hint, Notice } from '../../parts/basics.tsx'
import { Failed } from '../../parts/states.tsx'
import { text } from '../../text/en/desk.ts'
import { MeasureForm } from './MeasureForm.tsx'
import type { OpenedEvidence } from './openEvidence.ts'
import type { Judging } from './readJudging.ts'
import { SignedBefore } from './SignedBefore.tsx'
import { signedHere, type Duty, type Signed } from './signed.ts'
import { useSigning } from './useSigning.ts'

/** A member's observation: signed once, submitted at once or by others. */
export function Measure({
  row,
  judging,
  outcome,
  account,
  opened,
  seat,
}: {
  row: ClaimView
  judging: Judging
  outcome: Outcome | undefined
  account: Address
  opened: OpenedEvidence | undefined
  seat: number
}) {
  const words = text.measure
  const { deployment } = useSite()
  const { chainId } = deployment
  const { state, claim } = judging
  const { escrow, key } = row
  const duty = useMemo<Duty>(() => ({ chainId, escrow, claim: key, member: account }), [chainId, escrow, key, account])
  const before = readBefore(duty)
  const signing = useSigning(duty, seat, state.terms.panel, words.actionName)
  const recorded = claim.seats.includes(seat)
  return (
    <Card title={words.title} id="measure">
      {recorded && <Notice tone="good">{words.recorded}</Notice>}
      {!recorded && claim.phase !== 'Observing' && <Notice tone="warn">{words.ended}</Notice>}
      {!recorded && claim.phase === 'Observing' && (
        <>
          <Notice tone="warn">
            <p>
              <strong>{words.once}</strong>
            </p>
            <p>{words.service}</p>
          </Notice>
          {before instanceof Error && <Failed error={before} />}
          {(before === undefined || signing.begunNow) && (
            <MeasureForm
              about={{
                chainId,
                escrow,
                claim: key,
                target: row.target ?? zeroHash,
                solver: row.solver,
                member: account,
                outcome: state.terms.outcome,
              }}
              filedAt={Number(claim.filedAt)}
              observeUntil={Number(claim.filedAt + state.terms.verifyWithin)}
              now={Number(state.now)}
              outcome={outcome}
              opened={opened}
              signing={signing}
            />
          )}
        </>
      )}
      {before !== undefined && !(before instanceof Error) && !signing.begunNow && (
        <SignedBefore duty={duty} before={before} signing={signing} open={!recorded && claim.phase === 'Observing'} />
      )}
      {before === undefined && !recorded && <Hint>{words.device}</Hint>}
    </Card>
  )
}

/** What was signed here, or why nothing may be signed. */
function readBefore(duty: Duty): Signed | Error | undefined {
  try {
    return signedHere(localStorage, duty)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
