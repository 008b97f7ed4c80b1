import { useState } from 'react'
import { observe, type SignedObservation } from '../../../sdk/actions/observe.ts'
import { useSite } from '../../app/site.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { useAction } from '../../chain/useAction.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import { Badge, Button, Card, Hint, Row } from '../../parts/basics.tsx'
import { Failed } from '../../parts/states.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/en/desk.ts'
import { ChooseFile } from './ChooseFile.tsx'
import { readObservationFiles } from './observations.ts'
import type { Judging } from './readJudging.ts'

/** Observations that members have signed into files: anybody may bring them on chain, while the claim is observed. */
export function Submit({ row, judging }: { row: ClaimView; judging: Judging }) {
  const words = text.submit
  const { deployment } = useSite()
  const action = useAction<bigint>(words.action, row.escrow)
  const [read, setRead] = useState<SignedObservation[]>([])
  const [error, setError] = useState<unknown>()
  const { seats, phase } = judging.claim
  const isOpen = phase === 'Observing'
  const choose = async (files: File[]): Promise<void> => {
    setError(undefined)
    action.reset()
    try {
      const wanted = { chainId: deployment.chainId, escrow: row.escrow, claim: row.key }
      setRead(await readObservationFiles(files, wanted))
    } catch (reason) {
      setRead([])
      setError(reason)
    }
  }
  // What was done is still told when it has ended the phase.
  if (!isOpen && action.state.at === 'idle') return null
  return (
    <Card title={words.title} id="submit">
      {isOpen && (
        <>
          <Hint>{words.hint}</Hint>
          <Row>
            <ChooseFile label={words.choose} multiple disabled={action.busy} onChoose={(files) => void choose(files)} />
            {read.length > 0 && <span role="status">{words.count(read.length)}</span>}
          </Row>
        </>
      )}
      {error !== undefined && <Failed title={words.failed} error={error} />}
      {read.length > 0 && (
        <>
          <Table
            caption={words.list}
            rows={read}
            keyOf={({ seat, signature }) => `${seat}${signature}`}
            columns={[
              { title: words.seat, cell: ({ seat }) => `${seat + 1n}` },
              { title: words.measurement, number: true, cell: ({ measurement }) => measurement.toLocaleString('en') },
              {
                title: words.state,
                cell: ({ seat }) => <Badge>{seats.includes(Number(seat)) ? words.known : words.fresh}</Badge>,
              },
            ]}
          />
          {isOpen && (
            <p>
              <Button
                kind="primary"
                disabled={action.busy || read.every(({ seat }) => seats.includes(Number(seat)))}
                onClick={() => void action.run((writer) => observe(writer, row.escrow, row.key, read))}
              >
                {words.button}
              </Button>
            </p>
          )}
        </>
      )}
      <ActionStatus state={action.state} done={(recorded) => <p>{words.done(recorded, read.length)}</p>} />
    </Card>
  )
}
