import { useRef, useState } from 'react'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import { keep, recall } from '../../app/memory.ts'
import { Button, Hint, Row } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { visible } from '../../parts/visible.ts'
import { Failed } from '../../parts/states.tsx'
import { text } from '../../text/en/desk.ts'
import { ChooseFile } from './ChooseFile.tsx'
import { fetchBundle } from './fetchBundle.ts'
import { gatewayUrl, whereIs } from './whereIs.ts'

/** Where the gateway that a visitor named is remembered. */
const GATEWAY = 'lodestone-ipfs-gateway'
const LOCAL_GATEWAY = 'http://127.0.0.1:8080'

export interface Bundle {
  name: string
  content: Blob
}

/** Fetches the bundle from where the solver says it is, once that was asked for; or takes a file. */
export function GetBundle({
  uri,
  have,
  disabled,
  onHave,
}: {
  uri: string
  have: Bundle | undefined
  disabled: boolean
  onHave: (bundle: Bundle) => void
}) {
  const words = text.evidence
  const place = whereIs(uri)
  const [gateway, setGateway] = useState(recall(GATEWAY) ?? LOCAL_GATEWAY)
  const [fault, setFault] = useState<string>()
  const { state, start, stop } = useFetching(onHave)
  const fetchIpfs = (path: string): void => {
    const url = gatewayUrl(gateway, path)
    setFault(url === undefined ? words.gatewayFault : undefined)
    if (url === undefined) return
    keep(GATEWAY, gateway.trim())
    void start(url)
  }
  const busy = state.at === 'working'
  return (
    <>
      {place.kind === 'web' && <Hint>{words.web(visible(place.host))}</Hint>}
      {place.kind === 'ipfs' && (
        <>
          <Hint>{words.ipfs}</Hint>
          <TextField
            label={words.gateway}
            fault={fault}
            inputMode="url"
            value={gateway}
            onChange={({ target }) => {
              setGateway(target.value)
            }}
          />
        </>
      )}
      {place.kind === 'handedIn' && <Hint>{words.handedIn(visible(place.name))}</Hint>}
      {place.kind === 'unknown' && <Hint>{words.unknown}</Hint>}
      <Row>
        {place.kind === 'web' && (
          <Button disabled={disabled || busy} onClick={() => void start(place.url)}>
            {words.fetch(visible(place.host))}
          </Button>
        )}
        {place.kind === 'ipfs' && (
          <Button
            disabled={disabled || busy}
            onClick={() => {
              fetchIpfs(place.path)
            }}
          >
            {words.fetchIpfs}
          </Button>
        )}
        <ChooseFile
          label={words.choose}
          disabled={disabled || busy}
          onChoose={([file]) => {
            if (file !== undefined) onHave({ name: file.name, content: file })
          }}
        />
        {busy && <Button onClick={stop}>{words.cancel}</Button>}
      </Row>
      <div aria-live="polite">
        {state.at === 'working' && (
          <Hint>
            {words.fetching(formatBytes(state.done), state.total === undefined ? undefined : formatBytes(state.total))}
          </Hint>
        )}
        {state.at === 'idle' && have !== undefined && (
          <p>{words.have(visible(have.name), formatBytes(have.content.size))}</p>
        )}
      </div>
      {state.at === 'failed' && <Failed error={state.error} />}
    </>
  )
}

type Fetching =
  { at: 'idle' } | { at: 'working'; done: number; total: number | undefined } | { at: 'failed'; error: unknown }

function useFetching(onHave: (bundle: Bundle) => void) {
  const [state, setState] = useState<Fetching>({ at: 'idle' })
  const ended = useRef<AbortController>(undefined)
  const start = async (url: URL): Promise<void> => {
    const end = new AbortController()
    ended.current = end
    setState({ at: 'working', done: 0, total: undefined })
    try {
      const content = await fetchBundle(
        url,
        (done, total) => {
          setState({ at: 'working', done, total })
        },
        end.signal,
      )
      onHave({ name: url.host, content })
      setState({ at: 'idle' })
    } catch (error) {
      setState(end.signal.aborted ? { at: 'idle' } : { at: 'failed', error })
    }
  }
  return { state, start, stop: () => ended.current?.abort() }
}
