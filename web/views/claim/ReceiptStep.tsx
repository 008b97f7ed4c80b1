import { formatBytes } from '../../../sdk/model/bytes.ts'
import { Button, Hint, Notice } from '../../parts/basics.tsx'
import { text } from '../../text/en/claim.ts'
import css from './claim.module.css'
import type { Prepared } from './prepared.ts'
import { receiptOf } from './receipt.ts'
import { saveBlob } from '../../parts/saveFile.ts'

/** The receipt, with a warning until it was saved. */
export function ReceiptStep({
  step,
  prepared,
  bundle,
  change,
}: {
  /** Its place among the steps. */
  step: number
  prepared: Prepared
  bundle: Blob
  change: (how: (prepared: Prepared) => Prepared) => Promise<void>
}) {
  const words = text.receipt
  const { name, file } = receiptOf(prepared, bundle)
  const save = (): void => {
    saveBlob(name, file)
    void change((before) => ({ ...before, saved: true }))
  }
  return (
    <section className={css.step}>
      <h3>{text.kept.step(step, words.title)}</h3>
      <Hint>{words.why}</Hint>
      {prepared.saved ? <Notice tone="good">{words.saved}</Notice> : <Notice tone="warn">{words.unsaved}</Notice>}
      <p>
        <Button kind={prepared.saved ? undefined : 'primary'} onClick={save}>
          {prepared.saved ? words.again : words.save(formatBytes(file.size))}
        </Button>
      </p>
    </section>
  )
}
