import { isAddressEqual, zeroAddress } from 'viem'
import { Account } from '../../parts/Account.tsx'
import { Badge, Card } from '../../parts/basics.tsx'
import { text } from '../../text/en/pledge.ts'
import type { Checked } from './readFacts.ts'
import css from './pledge.module.css'

/** Panel and arbiter, and what the chain says of them. */
export function Trust({ checked }: { checked: Extract<Checked, { genuine: true }> }) {
  const { state, bareKeys, unaccepted } = checked
  const { panel, quorum, arbiter } = state.terms
  const kind = (account: `0x${string}`) => (
    <Badge>{bareKeys.some((key) => isAddressEqual(key, account)) ? text.trust.bare : text.trust.contract}</Badge>
  )
  const isMissing = (member: `0x${string}`) => unaccepted.some((one) => isAddressEqual(one, member))
  return (
    <Card id="trust" title={text.trust.title}>
      <p>{panel.length === 1 ? text.trust.one : text.trust.panel(Number(quorum), panel.length)}</p>
      <details open={panel.length <= 3}>
        <summary className={css.summary}>{text.trust.members(panel.length)}</summary>
        <ul className={css.members}>
          {panel.map((member) => (
            <li key={member}>
              <Account address={member} />
              {kind(member)}
              <Badge tone={isMissing(member) ? 'warn' : 'good'}>
                {isMissing(member) ? text.trust.unaccepted : text.trust.accepted}
              </Badge>
            </li>
          ))}
        </ul>
      </details>
      {arbiter === zeroAddress ? (
        <p>{text.trust.noArbiter}</p>
      ) : (
        <div>
          <h3>{text.trust.arbiterTitle}</h3>
          <p className={css.members}>
            <Account address={arbiter} />
            {kind(arbiter)}
          </p>
          <p>{text.trust.arbiter}</p>
        </div>
      )}
    </Card>
  )
}
