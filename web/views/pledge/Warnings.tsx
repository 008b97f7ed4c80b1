import { useId } from 'react'
import type { Warning } from '../../../sdk/model/warningsOf.ts'
import { Card, Muted, Notice } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { text } from '../../text/en/pledge.ts'
import css from './pledge.module.css'
import type { SortedWarnings } from './useWarnings.ts'

/** What a careful funder wants to know; the worst of it has to be acknowledged. */
export function Warnings({
  warnings: { severe, others },
  isAgreed,
  onAgree,
}: {
  warnings: SortedWarnings
  isAgreed: boolean
  onAgree: (yes: boolean) => void
}) {
  const id = useId()
  return (
    <Card id="warnings" title={text.warnings.title}>
      {severe.length === 0 && others.length === 0 && <p>{text.warnings.none}</p>}
      {severe.length > 0 && (
        <Notice tone="warn" title={text.warnings.severe}>
          <List warnings={severe} />
          <p className={css.agree}>
            <input id={id} type="checkbox" checked={isAgreed} onChange={({ target }) => onAgree(target.checked)} />
            <label htmlFor={id}>{text.warnings.acknowledge}</label>
          </p>
        </Notice>
      )}
      {others.length > 0 && (
        <details>
          <summary className={css.summary}>{text.warnings.others(others.length)}</summary>
          <List warnings={others} />
        </details>
      )}
    </Card>
  )
}

export function List({ warnings }: { warnings: readonly Warning[] }) {
  return (
    <ul className={css.warnings}>
      {warnings.map(({ code, why, toDo, about }) => (
        <li key={code}>
          <p>
            <strong>{why}</strong>
          </p>
          <p>{toDo}</p>
          {about !== '' && (
            <p>
              <Muted>
                <Foreign inline most={600}>
                  {about}
                </Foreign>
              </Muted>
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}
