import type { ReactNode } from 'react'
import { Button, Row } from '../../parts/basics.tsx'
import { text } from '../../text/en/create.ts'
import css from './create.module.css'
import { ListFault } from './Fields.tsx'
import { lengthAt, type Json } from './json.ts'
import { useWriting, type DocumentName } from './state.ts'

/** A list of a draft: its items, each of which can be removed, and a way to add one. */
export function Items({
  of,
  path,
  kind,
  most,
  blank,
  children,
}: {
  of: DocumentName
  path: string
  kind: keyof typeof text.list.add
  most: number
  blank: Json
  children: (path: string, place: number) => ReactNode
}) {
  const { draft, set, visit } = useWriting()
  const count = lengthAt(draft[of], path)
  return (
    <div className={css.items}>
      {Array.from({ length: count }, (_, i) => (
        <div key={i} className={css.item}>
          <div className={css.pair}>{children(`${path}.${i}`, i + 1)}</div>
          <Button
            small
            kind="plain"
            aria-label={text.list.remove(text.list[kind](i + 1))}
            onClick={() => {
              set(of, `${path}.${i}`, undefined)
              visit(of, path)
            }}
          >
            {text.list.removeShort}
          </Button>
          {/* An item that is one field says it there. */}
          {typeof blank !== 'string' && <ListFault of={of} path={`${path}.${i}`} />}
        </div>
      ))}
      <ListFault of={of} path={path} />
      <Row>
        <Button small disabled={count >= most} onClick={() => set(of, `${path}.${count}`, blank)}>
          {text.list.add[kind]}
        </Button>
      </Row>
    </div>
  )
}
