import { useQueryClient } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'
import { createPublicClient, http } from 'viem'
import { useSite } from './site.ts'
import { isEndpoint, nameEndpoint, useNamedEndpoint } from '../chain/endpoint.ts'
import { Account } from '../parts/Account.tsx'
import { Button, Card, Fact, Facts, Hint, Notice, Row, Stack } from '../parts/basics.tsx'
import { TextField } from '../parts/Field.tsx'
import { text } from '../text/en/settings.ts'
import { Title } from './Title.tsx'

/** What the page reads, and from where. */
export default function Settings() {
  const { deployment, index, rpc } = useSite()
  const named = useNamedEndpoint()
  const [typed, setTyped] = useState(named ?? '')
  const [fault, setFault] = useState<string>()
  const queries = useQueryClient()
  const name = (url: string | undefined): void => {
    nameEndpoint(url)
    // What another endpoint has said is not believed any longer.
    void queries.resetQueries()
  }
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const wrong = await faultOf(typed.trim(), deployment.chainId)
    setFault(wrong)
    if (wrong === undefined) name(typed.trim() === '' ? undefined : typed.trim())
  }
  return (
    <Stack>
      <Title window={text.title} lead={text.lead}>
        {text.title}
      </Title>
      <Card title={text.endpoint.title}>
        <form onSubmit={(event) => void save(event)}>
          <Stack>
            <TextField
              label={text.endpoint.label}
              hint={text.endpoint.hint}
              fault={fault}
              inputMode="url"
              placeholder="https://"
              value={typed}
              onChange={({ target }) => {
                setTyped(target.value)
              }}
            />
            <Row>
              <Button kind="primary" type="submit">
                {text.endpoint.save}
              </Button>
              {named !== undefined && (
                <Button
                  onClick={() => {
                    name(undefined)
                    setTyped('')
                  }}
                >
                  {text.endpoint.forget}
                </Button>
              )}
            </Row>
            {named !== undefined && <Notice tone="good">{text.endpoint.used(named)}</Notice>}
          </Stack>
        </form>
      </Card>
      <Card title={text.site.title}>
        <Hint>{text.site.hint}</Hint>
        <Facts>
          <Fact name={text.site.chain}>{deployment.chainId}</Fact>
          <Fact name={text.site.factory}>
            <Account address={deployment.factory} whole />
          </Fact>
          <Fact name={text.site.implementation}>
            <Account address={deployment.implementation} whole />
          </Fact>
          <Fact name={text.site.router}>
            <Account address={deployment.router} whole />
          </Fact>
          <Fact name={text.site.directory}>
            <Account address={deployment.directory} whole />
          </Fact>
          <Fact name={text.site.index}>{index}</Fact>
          <Fact name={text.site.rpc}>{rpc ?? text.site.none}</Fact>
        </Facts>
      </Card>
    </Stack>
  )
}

/** What is wrong with an endpoint; undefined where nothing is, or none was named. */
async function faultOf(url: string, chainId: number): Promise<string | undefined> {
  if (url === '') return undefined
  if (!isEndpoint(url)) return text.endpoint.form
  try {
    const id = await createPublicClient({ transport: http(url, { retryCount: 0, timeout: 8_000 }) }).getChainId()
    return id === chainId ? undefined : text.endpoint.otherChain(id, chainId)
  } catch {
    return text.endpoint.silent
  }
}
