import { useState } from 'react'
import { getAddress, isAddress, isHash, type Address, type Hex } from 'viem'
import { useParams } from 'wouter'
import { useSite } from '../../app/site.ts'
import { Title } from '../../app/Title.tsx'
import { useReader, type Reader } from '../../chain/reader.ts'
import { Account } from '../../parts/Account.tsx'
import { Button, Card, Hint, LinkButton, Meter, Notice, Row, Stack } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { Failed } from '../../parts/states.tsx'
import { text } from '../../text/en/audit.ts'
import type { AuditedHere, Step } from './auditHere.ts'
import { Answer } from './Answer.tsx'
import { FullAudit } from './FullAudit.tsx'

/** How far the audit is. */
type State =
  | { at: 'idle' }
  | { at: 'running'; step: Step; share: number }
  | { at: 'done'; audited: AuditedHere }
  | { at: 'failed'; error: unknown }

/** Audits one escrow in the browser. */
export default function Audit() {
  const { escrow } = useParams<{ escrow: string }>()
  if (!isAddress(escrow, { strict: false })) return <Notice tone="bad">{text.unknown}</Notice>
  return <Of escrow={getAddress(escrow)} />
}

function Of({ escrow }: { escrow: Address }) {
  const reader = useReader()
  return (
    <Stack>
      <Title window={text.title} lead={text.lead}>
        {text.title}
      </Title>
      <Row>
        <Account address={escrow} whole />
        <LinkButton small to={`/escrow/${escrow}`}>
          {text.back}
        </LinkButton>
      </Row>
      {reader === undefined ? (
        <Notice tone="warn" title={text.noReader.title}>
          <p>{text.noReader.why}</p>
          <LinkButton small to="/settings">
            {text.own}
          </LinkButton>
        </Notice>
      ) : (
        <Run escrow={escrow} reader={reader} />
      )}
      <FullAudit escrow={escrow} />
    </Stack>
  )
}

function Run({ escrow, reader }: { escrow: Address; reader: Reader }) {
  const { deployment } = useSite()
  const [state, setState] = useState<State>({ at: 'idle' })
  const [typed, setTyped] = useState('')
  const hash = typed.trim()
  const fault = hash === '' || isHash(hash) ? undefined : text.hash.form
  const run = async (): Promise<void> => {
    setState({ at: 'running', step: 'reading', share: 0 })
    try {
      const { provideBuffer } = await import('./buffer.ts')
      provideBuffer()
      const { auditHere } = await import('./auditHere.ts')
      const progress = (step: Step, share: number): void => {
        setState({ at: 'running', step, share })
      }
      const options = { hash: hash === '' ? undefined : (hash as Hex), progress }
      setState({ at: 'done', audited: await auditHere(reader.client, deployment, escrow, options) })
    } catch (error) {
      setState({ at: 'failed', error })
    }
  }
  return (
    <>
      <Card>
        <Hint>
          {text.through[reader.through]} {reader.through === 'site' && <a href="#/settings">{text.own}</a>}
        </Hint>
        <TextField
          label={text.hash.label}
          hint={text.hash.hint}
          fault={fault}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value)
          }}
        />
        <Row>
          <Button kind="primary" disabled={state.at === 'running' || fault !== undefined} onClick={() => void run()}>
            {state.at === 'idle' || state.at === 'running' ? text.run : text.again}
          </Button>
        </Row>
        {state.at === 'running' && (
          <div role="status">
            <p>{text.step[state.step]}</p>
            {state.step === 'reading' && <Meter share={state.share} label={text.step.reading} />}
          </div>
        )}
        {state.at === 'failed' && <Failed error={state.error} retry={run} />}
      </Card>
      {state.at === 'done' && <Answer audited={state.audited} />}
    </>
  )
}
