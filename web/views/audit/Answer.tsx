import { GRADES, type Finding, type Grade } from '../../../audit/finding.ts'
import type { AuditedEscrow, Statement } from '../../../audit/result.ts'
import { RULES } from '../../../audit/rules.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Transaction } from '../../parts/Account.tsx'
import { Badge, Card, Fact, Facts, Hint, Notice, Row, type Tone } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { text } from '../../text/en/audit.ts'
import css from './audit.module.css'
import type { AuditedHere } from './auditHere.ts'

const TONES: Readonly<Record<Grade, Tone>> = { fault: 'bad', 'broken promise': 'warn', remark: 'info' }
const STANDINGS = ['proved', 'checked', 'assumed'] as const
const OF_STANDING = { proved: 'good', checked: 'info', assumed: 'warn' } as const

/** What an audit answered. */
export function Answer({ audited }: { audited: AuditedHere }) {
  const { passed, escrow, pinned, findings, statements } = audited
  return (
    <>
      <Notice tone={passed ? 'good' : 'bad'} title={passed ? text.passed : text.failed}>
        {passed ? text.passedWhy(escrow?.entries ?? 0, Number(pinned.number)) : text.failedWhy}
      </Notice>
      <Card title={text.findings}>
        {findings.length === 0 && <p>{text.noFindings}</p>}
        {GRADES.flatMap((grade) => findings.filter((one) => one.grade === grade)).map((finding, i) => (
          <One key={i} finding={finding} />
        ))}
      </Card>
      {escrow !== undefined && <Sums escrow={escrow} />}
      <Card title={text.statements}>
        {STANDINGS.map((standing) => (
          <Standing key={standing} of={standing} statements={statements.filter((one) => one.standing === standing)} />
        ))}
      </Card>
    </>
  )
}

function One({ finding }: { finding: Finding }) {
  const { grade, rule, what, subject, place, expected, actual, command } = finding
  return (
    <article className={css.finding}>
      <Row>
        <Badge tone={TONES[grade]}>{text.grade[grade]}</Badge>
        <span>{`${text.rule} ${rule}: ${RULES[rule]}`}</span>
      </Row>
      <Foreign>{what}</Foreign>
      <Facts>
        {expected !== undefined && (
          <Fact name={text.expected}>
            <Foreign>{expected}</Foreign>
          </Fact>
        )}
        {actual !== undefined && (
          <Fact name={text.actual}>
            <Foreign>{actual}</Foreign>
          </Fact>
        )}
      </Facts>
      <Row>
        {subject !== undefined && <span className="mono">{subject}</span>}
        {place !== undefined && <span>{text.block(place.blockNumber)}</span>}
        {place?.transactionHash !== undefined && <Transaction hash={place.transactionHash} />}
      </Row>
      {command !== undefined && <code>{command}</code>}
    </article>
  )
}

function Sums({ escrow }: { escrow: AuditedEscrow }) {
  const { state, token, status, subject } = escrow
  const asset = { address: subject.terms.asset, ...token }
  return (
    <Card title={text.books}>
      <Facts>
        <Fact name={text.figures.status}>{text.status[status]}</Fact>
        {(['pledged', 'paid', 'held', 'refunded', 'collected'] as const).map((name) => (
          <Fact key={name} name={text.figures[name]}>
            <Amount of={state[name]} token={asset} exact />
          </Fact>
        ))}
        <Fact name={text.figures.claims}>{state.claims.size}</Fact>
        <Fact name={text.figures.pledges}>{escrow.pledges.length}</Fact>
      </Facts>
    </Card>
  )
}

function Standing({ of, statements }: { of: Statement['standing']; statements: readonly Statement[] }) {
  if (statements.length === 0) return null
  return (
    <section>
      <Row>
        <h3>
          <Badge tone={OF_STANDING[of]}>{text.standing[of]}</Badge>
        </h3>
        <Hint>{text.standingWhy[of]}</Hint>
      </Row>
      <ul className={css.statements}>
        {statements.map(({ what, how }) => (
          <li key={what}>
            <Foreign inline>{what}</Foreign>
            <Hint>{how}</Hint>
          </li>
        ))}
      </ul>
    </section>
  )
}
