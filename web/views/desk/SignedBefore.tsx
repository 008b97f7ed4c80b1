import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { Digest } from '../../parts/Account.tsx'
import { Button, Fact, Facts, Notice, Row } from '../../parts/basics.tsx'
import { text } from '../../text/en/desk.ts'
import { saveBlob } from '../../parts/saveFile.ts'
import type { Duty, Signed } from './signed.ts'
import { toSignOf, type useSigning } from './useSigning.ts'

/** What was signed, or begun, on this device: it can be submitted and saved again; nothing else can be signed. */
export function SignedBefore({
  duty,
  before,
  signing,
  open,
}: {
  duty: Duty
  before: Signed
  signing: ReturnType<typeof useSigning>
  /** Whether it can still be recorded. */
  open: boolean
}) {
  const words = text.measure
  const { action, submitSigned, saveSigned } = signing
  const isSigned = before.signature !== undefined
  const toSign = toSignOf(before)
  return (
    <>
      <Notice
        tone="info"
        title={isSigned ? words.signedTitle(before.measurement) : words.begunTitle(before.measurement)}
      >
        {!isSigned && <p>{words.begun}</p>}
        <Facts>
          <Fact name={words.digest}>
            <Digest value={before.report} />
          </Fact>
        </Facts>
      </Notice>
      <Row>
        {open && (
          <>
            <Button kind="primary" disabled={action.busy} onClick={() => void submitSigned(toSign)}>
              {isSigned ? words.submit : words.signAgain}
            </Button>
            <Button disabled={action.busy} onClick={() => void saveSigned(toSign)}>
              {isSigned ? words.saveObservation : words.signOnly}
            </Button>
          </>
        )}
        <Button
          onClick={() => {
            saveBlob(`report-${duty.claim.slice(2, 10)}.json`, new Blob([before.text], { type: 'application/json' }))
          }}
        >
          {words.saveReport}
        </Button>
      </Row>
      <ActionStatus state={action.state} done={(recorded) => <p>{words.done(recorded)}</p>} />
    </>
  )
}
