import type { Outcome } from '../../../sdk/model/outcome.ts'
import { Title } from '../../app/Title.tsx'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { harmless } from '../../data/harmless.ts'
import { Account } from '../../parts/Account.tsx'
import { Badge, LinkButton, Muted, Row } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { StatusBadge } from '../../parts/StatusBadge.tsx'
import { Time } from '../../parts/Time.tsx'
import { text as moneyText } from '../../text/en/money.ts'
import { text } from '../../text/en/outcome.ts'
import { text as verifyText } from '../../text/en/verify.ts'
import css from './outcome.module.css'

/** What it is called, what it is, and where. */
export function Head({ view, outcome }: { view: EscrowView; outcome: Outcome | undefined }) {
  const { title, theme, status, rule, address, creator, createdAt } = view
  // Of the index's, whose paragraphs are apart, until the document is proved.
  const summary = outcome?.summary[0] ?? view.summary?.split('\n\n')[0] ?? null
  return (
    <header className={css.head}>
      <Row>
        <StatusBadge status={status} />
        <span title={moneyText.ruleWhy[rule]}>
          <Badge>{rule}</Badge>
        </span>
        {theme !== null && (
          <Muted>
            <Foreign inline most={60}>
              {theme}
            </Foreign>
          </Muted>
        )}
        <Finality of={view.finality} />
      </Row>
      <Title window={harmless(title ?? text.untitled, 80)}>
        <Foreign inline most={300}>
          {title ?? text.untitled}
        </Foreign>
      </Title>
      {summary !== null && (
        <div className={css.lead}>
          <Foreign most={500}>{summary}</Foreign>
        </div>
      )}
      <p>
        <strong>{moneyText.statusWhy[status]}</strong> <Muted>{moneyText.ruleWhy[rule]}</Muted>
      </p>
      <dl className={css.origin}>
        <div>
          <dt>{text.escrow}</dt>
          <dd>
            <Account address={address} whole />
          </dd>
        </div>
        <div>
          <dt>{text.created}</dt>
          <dd>
            <Time at={createdAt} /> {text.by} <Account address={creator} />
          </dd>
        </div>
      </dl>
      <Row>
        {(status === 'Pledging' || view.room > 0n) && status !== 'Void' && (
          <LinkButton to={`/escrow/${address}/pledge`} kind="primary">
            {text.can.steps.pledge.go}
          </LinkButton>
        )}
        {status === 'Binding' && <LinkButton to={`/escrow/${address}/claim`}>{text.can.steps.file.go}</LinkButton>}
        <LinkButton to={`/escrow/${address}/audit`}>{verifyText.audit}</LinkButton>
      </Row>
    </header>
  )
}
