import { useState } from 'react'
import { text } from '../text/en/parts.ts'
import { Button } from './basics.tsx'
import css from './parts.module.css'

/** Marks that turn text around or hide in it; line breaks and tabs are not among them. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu

/** What somebody wrote on chain, with marks that could mislead made visible. */
export function visible(written: string): string {
  return written.replaceAll(HIDDEN, (mark) => {
    if (mark === '\n' || mark === '\t') return mark
    // Joins emoji and letters of some scripts: it moves nothing.
    if (mark === '\u200d' || mark === '\u200c') return mark
    return `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
}

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
