import { useQuery } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'
import type { Address } from 'viem'
import { getOperator, type Operator } from '../../../sdk/actions/getOperator.ts'
import { publish } from '../../../sdk/actions/publish.ts'
import { isRecipient } from '../../../sdk/evidence/seal.ts'
import { useSite } from '../../app/site.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { useReader } from '../../chain/reader.ts'
import { useAction } from '../../chain/useAction.ts'
import { Button, Card, Fact, Facts, Hint, Stack } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/desk.ts'
import { isEndpoint } from './endpoint.ts'

/** What an account has published of itself, and how it publishes something else. */
export function Publish({ account }: { account: Address }) {
  const words = text.publish
  const { deployment } = useSite()
  const reader = useReader()
  const { data, error, refetch } = useQuery({
    queryKey: ['operator', reader?.through, account],
    queryFn: async () => (reader === undefined ? null : getOperator(reader.client, deployment.directory, account)),
    enabled: reader !== undefined,
  })
  return (
    <Card title={words.title} id="publish">
      <Hint>{words.lead}</Hint>
      {error !== null && <Failed error={error} retry={refetch} />}
      {error === null && (data === undefined || data === null) && <Loading />}
      {data !== undefined && data !== null && (
        <>
          <h3>{words.now}</h3>
          <Facts>
            <Fact name={words.endpoint}>
              {data.endpoint === '' ? words.nothing : <Foreign most={300}>{data.endpoint}</Foreign>}
            </Fact>
            <Fact name={words.key}>
              {data.encryptionKey === '' ? words.nothing : <Foreign most={120}>{data.encryptionKey}</Foreign>}
            </Fact>
          </Facts>
          <Form published={data} />
        </>
      )}
    </Card>
  )
}

function Form({ published }: { published: Operator }) {
  const words = text.publish
  const { deployment } = useSite()
  const action = useAction(words.action)
  const [endpoint, setEndpoint] = useState(published.endpoint)
  const [key, setKey] = useState(published.encryptionKey)
  const [faults, setFaults] = useState<{ endpoint?: string; key?: string }>({})
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const operator = { endpoint: endpoint.trim(), encryptionKey: key.trim() }
    const wrong = {
      ...(isEndpoint(operator.endpoint) ? {} : { endpoint: words.endpointFault }),
      ...((await isRecipient(operator.encryptionKey)) ? {} : { key: words.keyFault }),
    }
    setFaults(wrong)
    if (Object.keys(wrong).length === 0) await action.run((writer) => publish(writer, deployment.directory, operator))
  }
  return (
    <form onSubmit={(event) => void send(event)}>
      <Stack>
        <TextField
          label={words.endpoint}
          hint={words.endpointHint}
          fault={faults.endpoint}
          inputMode="url"
          placeholder="https://"
          value={endpoint}
          onChange={({ target }) => {
            setEndpoint(target.value)
          }}
        />
        <TextField
          label={words.key}
          hint={words.keyHint}
          fault={faults.key}
          placeholder="age1"
          value={key}
          onChange={({ target }) => {
            setKey(target.value)
          }}
        />
        <p>
          <Button type="submit" kind="primary" disabled={action.busy}>
            {words.button}
          </Button>
        </p>
        <ActionStatus state={action.state} done={() => <p>{words.done}</p>} />
      </Stack>
    </form>
  )
}
