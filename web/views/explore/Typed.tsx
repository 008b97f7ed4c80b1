import { useLayoutEffect, useState, type ComponentProps } from 'react'
import { TextField } from '../../parts/Field.tsx'

/** Milliseconds without another letter after which what was typed counts. */
const PAUSE = 250

/** A field for words that go into the address once the visitor stops typing; typing itself waits for nothing. */
export function Typed({
  value,
  onSettled,
  ...rest
}: { value: string; onSettled: (value: string) => void } & ComponentProps<typeof TextField>) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  // The address changed in another way: by a link, or by going back.
  if (known !== value) {
    setKnown(value)
    if (typed.trim() !== value) setTyped(value)
  }
  // It ends at once with the view: a pause that ends later would write into the address of the next one.
  useLayoutEffect(() => {
    if (typed.trim() === value) return
    const timer = setTimeout(() => {
      onSettled(typed.trim())
    }, PAUSE)
    return () => {
      clearTimeout(timer)
    }
  }, [typed, value, onSettled])
  return (
    <TextField
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value)
      }}
      {...rest}
    />
  )
}
