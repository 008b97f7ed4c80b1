import { useState } from 'react'
import { text } from '../text/en/parts.ts'
import { Button } from './basics.tsx'
import css from './parts.module.css'
import { visible } from './visible.ts'

/**
 * Text of a stranger, from the chain or a document: never markup, its direction kept to itself, long text folded.
 * @param most characters that are shown before it is unfolded.
 */
export function Foreign({
  children,
  most = 400,
  inline = false,
}: {
  children: string
  most?: number
  inline?: boolean
}) {
  const [open, setOpen] = useState(false)
  const characters = Array.from(visible(children))
  const isLong = characters.length > most
  const shown = open || !isLong ? characters.join('') : `${characters.slice(0, most).join('')}…`
  return (
    <>
      <bdi dir="auto" className={inline ? undefined : css.foreign}>
        {shown}
      </bdi>
      {isLong && !inline && (
        <Button
          kind="plain"
          small
          aria-expanded={open}
          onClick={() => {
            setOpen(!open)
          }}
        >
          {open ? text.less : text.all(characters.length)}
        </Button>
      )}
    </>
  )
}
