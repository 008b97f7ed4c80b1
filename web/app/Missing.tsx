import { LinkButton, Notice } from '../parts/basics.tsx'
import { text } from '../text/en/app.ts'

/** An address that leads nowhere. */
export function Missing() {
  return (
    <Notice tone="warn" title={text.missing}>
      <LinkButton to="/">{text.nav.explore}</LinkButton>
    </Notice>
  )
}
