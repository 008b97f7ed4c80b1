import { useState } from 'react'
import { sealedName } from '../../../sdk/evidence/cid.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import { Button, Hint, Row } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { text } from '../../text/en/claim.ts'
import css from './claim.module.css'
import type { Prepared } from './prepared.ts'
import { faultOfUri } from './reach.ts'
import { saveBlob } from '../../parts/saveFile.ts'

/** The bundle is put somewhere by the solver, who says where. */
export function PlaceStep({
  step,
  prepared,
  bundle,
  change,
  fixed,
}: {
  /** Its place among the steps. */
  step: number
  prepared: Prepared
  bundle: Blob
  change: (how: (prepared: Prepared) => Prepared) => Promise<void>
  /** The claim is filed: its address cannot be changed. */
  fixed: boolean
}) {
  const words = text.place
  const { claim } = prepared
  const [typed, setTyped] = useState(claim.uri ?? '')
  const [fault, setFault] = useState<string>()
  const use = (): void => {
    const wrong = faultOfUri(typed)
    setFault(wrong)
    if (wrong === undefined) void change((before) => ({ ...before, claim: { ...before.claim, uri: typed.trim() } }))
  }
  return (
    <section className={css.step}>
      <h3>{text.kept.step(step, words.title)}</h3>
      <Row>
        <Button
          onClick={() => {
            saveBlob(sealedName(claim.bundle.cid), bundle)
          }}
        >
          {words.download(formatBytes(bundle.size))}
        </Button>
      </Row>
      <Hint>
        {words.cid}
        {': '}
        <span className="mono">{claim.bundle.cid}</span>
      </Hint>
      {!fixed && (
        <>
          <TextField
            label={words.label}
            hint={words.hint}
            fault={fault}
            inputMode="url"
            placeholder="ipfs://"
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value)
            }}
          />
          <Row>
            <Button disabled={typed.trim() === '' || typed.trim() === claim.uri} onClick={use}>
              {claim.uri === undefined ? words.use : words.change}
            </Button>
          </Row>
        </>
      )}
    </section>
  )
}
