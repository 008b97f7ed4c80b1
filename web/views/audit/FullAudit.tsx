import type { Address } from 'viem'
import { useSite } from '../../app/site.ts'
import { Card } from '../../parts/basics.tsx'
import { text } from '../../text/en/audit.ts'

/** The way to the auditor's own report. */
export function FullAudit({ escrow }: { escrow: Address }) {
  const { report } = useSite()
  return (
    <Card title={text.full.title} id="full">
      <p>{text.full.why}</p>
      {report === undefined ? (
        <>
          <p>{text.full.noReport}</p>
          <code>{text.full.command(escrow)}</code>
        </>
      ) : (
        <p>
          <a href={report}>{text.full.report}</a>
        </p>
      )}
    </Card>
  )
}
