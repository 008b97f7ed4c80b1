/** What is shown while there is nothing to show: loading, empty, failed. */
import type { ReactNode } from 'react'
import { InputError } from '../../sdk/errors/InputError.ts'
import { text } from '../text/en/parts.ts'
import { Button, Notice } from './basics.tsx'
import { linesOf, messageOf } from './errorWords.ts'
import css from './parts.module.css'

/** Stands for lines that are on their way. */
export function Loading({ lines = 3, what = text.loading }: { lines?: number; what?: string }) {
  return (
    <div className={css.stack} role="status" aria-live="polite">
      <span className="visually-hidden">{what}</span>
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} className={css.skeleton} aria-hidden="true" />
      ))}
    </div>
  )
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Notice tone="plain" title={title}>
      {children}
    </Notice>
  )
}

/** Says in words what went wrong; what somebody else wrote into it can do no harm. */
export function Failed({
  error,
  title = text.failed,
  retry,
}: {
  error: unknown
  title?: string
  retry?: (() => unknown) | undefined
}) {
  return (
    <Notice tone="bad" title={title}>
      <ErrorText error={error} />
      {retry !== undefined && (
        <p>
          <Button small onClick={() => void retry()}>
            {text.retry}
          </Button>
        </p>
      )}
    </Notice>
  )
}

/** Every fault of an input on a line of its own; of other errors the first words. */
export function ErrorText({ error }: { error: unknown }) {
  if (error instanceof InputError)
    return (
      <ul>
        {linesOf(error).map((line, i) => (
          <li key={i} className={css.foreign}>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
    )
  return (
    <p className={css.foreign}>
      <bdi>{messageOf(error)}</bdi>
    </p>
  )
}
