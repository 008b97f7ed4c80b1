/** Fields of a draft: label and hint follow from the path, and so does what is wrong with it. */
import { useState, type ReactNode } from 'react'
import { Select, TextArea, TextField } from '../../parts/Field.tsx'
import { text } from '../../text/en/create.ts'
import css from './create.module.css'
import { paragraphsOf, textOfParagraphs } from './documents.ts'
import { at, textAt } from './json.ts'
import { useWriting, type DocumentName } from './state.ts'

interface Placed {
  of: DocumentName
  path: string
  /** In place of the usual label. */
  label?: string
  /** Said beside the usual hint. */
  more?: ReactNode
  list?: string
}

function useField({ of, path, label, more }: Placed) {
  const { draft, set, faultAt, visit } = useWriting()
  const key = `${of}.${path.replaceAll(/\.\d+(?=\.|$)/g, '.*')}`
  const words = text.fields[key] ?? { label: path }
  const said = [words.hint, more].filter((one) => one !== undefined && one !== '')
  return {
    document: draft[of],
    set,
    common: {
      label: label ?? words.label,
      ...(said.length === 0 ? {} : { hint: said.map((one, i) => <span key={i}>{one} </span>) }),
      fault: faultAt(of, path),
      onBlur: () => visit(of, path),
    },
  }
}

/** One line of text. */
export function Line(placed: Placed) {
  const { document, set, common } = useField(placed)
  return (
    <TextField
      {...common}
      list={placed.list}
      value={textAt(document, placed.path)}
      onChange={({ target }) => set(placed.of, placed.path, target.value)}
    />
  )
}

/** A whole number, which stands in the document as one. */
export function Whole(placed: Placed) {
  const { document, set, common } = useField(placed)
  return (
    <TextField
      {...common}
      inputMode="numeric"
      value={textAt(document, placed.path)}
      onChange={({ target }) => {
        const typed = target.value.trim()
        set(placed.of, placed.path, /^\d{1,9}$/.test(typed) ? Number(typed) : typed)
      }}
    />
  )
}

/** One long text. */
export function Long(placed: Placed) {
  const { document, set, common } = useField(placed)
  return (
    <TextArea
      {...common}
      value={textAt(document, placed.path)}
      onChange={({ target }) => set(placed.of, placed.path, target.value)}
    />
  )
}

/** A list of paragraphs, written as one text with blank lines. */
export function Paragraphs(placed: Placed) {
  const { document, set, common } = useField(placed)
  // What is typed stays as it is: blank lines at the end make no paragraph yet.
  const [typed, setTyped] = useState(() => textOfParagraphs(at(document, placed.path)))
  return (
    <TextArea
      {...common}
      rows={Math.min(16, 3 + Math.ceil(typed.length / 90))}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value)
        set(placed.of, placed.path, paragraphsOf(target.value))
      }}
    />
  )
}

export function Choice({ options, ...placed }: Placed & { options: Readonly<Record<string, string>> }) {
  const { document, set, common } = useField(placed)
  return (
    <Select
      {...common}
      value={textAt(document, placed.path)}
      onChange={({ target }) => set(placed.of, placed.path, target.value)}
    >
      {Object.entries(options).map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </Select>
  )
}

/** What is wrong with a list as a whole, or with one of its items. */
export function ListFault({ of, path }: { of: DocumentName; path: string }) {
  const { faultAt } = useWriting()
  const fault = faultAt(of, path)
  return fault === undefined ? null : (
    <p role="status" className={css.fault}>
      {fault}
    </p>
  )
}
