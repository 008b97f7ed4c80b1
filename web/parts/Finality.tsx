import { text } from '../text/en/parts.ts'
import { Badge } from './basics.tsx'

/** Says of what can still be reorganised away that it can. What is final has no mark. */
export function Finality({ of }: { of: 'final' | 'not yet' }) {
  if (of === 'final') return null
  return (
    <span title={text.notFinalWhy}>
      <Badge tone="warn">{text.notFinal}</Badge>
    </span>
  )
}
