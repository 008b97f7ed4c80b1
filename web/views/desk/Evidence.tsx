import { useCallback, useState } from 'react'
import { zeroHash } from 'viem'
import { parseIdentities } from '../../../sdk/evidence/parseIdentities.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import { useSite } from '../../app/site.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import { Button, Card, Hint, Meter, Row } from '../../parts/basics.tsx'
import { visible } from '../../parts/visible.ts'
import { Failed } from '../../parts/states.tsx'
import { text } from '../../text/en/desk.ts'
import css from '../claim/claim.module.css'
import { ChooseFile } from './ChooseFile.tsx'
import { GetBundle } from './GetBundle.tsx'
import { OpenedFiles } from './OpenedFiles.tsx'
import type { OpenedEvidence } from './openEvidence.ts'
import { useOpening } from './useOpening.ts'

/** Bytes of an identity's file: it has a line or two. */
const MOST_IDENTITY = 100_000

/** Where the encrypted bundle is got, decrypted with an identity from a file, and proved. */
export function Evidence({
  row,
  opened,
  onOpened,
}: {
  row: ClaimView
  opened: OpenedEvidence | undefined
  onOpened: (opened: OpenedEvidence) => void
}) {
  const words = text.evidence
  const { deployment } = useSite()
  const [bundle, setBundle] = useState<{ name: string; content: Blob }>()
  const [identities, setIdentities] = useState<{ name: string; keys: string[] }>()
  const [error, setError] = useState<unknown>()
  const done = useCallback(
    (found: OpenedEvidence) => {
      // What opens is not needed any more.
      setIdentities(undefined)
      onOpened(found)
    },
    [onOpened],
  )
  const opening = useOpening(done)
  const busy = opening.state.at === 'working'
  if (opened !== undefined)
    return (
      <Card title={words.title} id="evidence">
        <OpenedFiles opened={opened} claim={row.key} />
      </Card>
    )
  const chooseIdentity = async ([file]: File[]): Promise<void> => {
    if (file === undefined) return
    setError(undefined)
    try {
      const content = await file.slice(0, MOST_IDENTITY).text()
      setIdentities({ name: file.name, keys: await parseIdentities(content, file.name) })
    } catch (reason) {
      setIdentities(undefined)
      setError(reason)
    }
  }
  const open = (): void => {
    if (bundle === undefined || identities === undefined) return
    const { escrow, solver, key, target } = row
    const filed = { chainId: deployment.chainId, escrow, solver, claim: key, target: target ?? zeroHash }
    opening.start({ sealed: bundle.content, identities: identities.keys, filed })
  }
  return (
    <Card title={words.title} id="evidence">
      <Hint>{words.lead}</Hint>
      <section className={css.step}>
        <h3>{words.bundle}</h3>
        <GetBundle uri={row.uri} have={bundle} disabled={busy} onHave={setBundle} />
      </section>
      <section className={css.step}>
        <h3>{words.identity}</h3>
        <Hint>{words.identityHint}</Hint>
        <Row>
          <ChooseFile
            label={words.chooseIdentity}
            disabled={busy}
            onChoose={(files) => {
              void chooseIdentity(files)
            }}
          />
          {identities !== undefined && (
            <>
              <span role="status">{words.identities(identities.keys.length, visible(identities.name))}</span>
              <Button
                small
                onClick={() => {
                  setIdentities(undefined)
                }}
              >
                {words.forget}
              </Button>
            </>
          )}
        </Row>
        {error !== undefined && <Failed error={error} />}
      </section>
      <section className={css.step}>
        <Row>
          <Button kind="primary" disabled={busy || bundle === undefined || identities === undefined} onClick={open}>
            {words.open}
          </Button>
          {busy && <Button onClick={opening.cancel}>{words.stop}</Button>}
        </Row>
        {opening.state.at === 'working' && bundle !== undefined && (
          <Meter
            share={bundle.content.size === 0 ? 0 : (opening.state.progress ?? 0) / bundle.content.size}
            label={`${words.opening}, ${formatBytes(opening.state.progress ?? 0)}`}
          />
        )}
        {opening.state.at === 'failed' && <Failed title={words.failed} error={opening.state.error} />}
      </section>
    </Card>
  )
}
