import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { momentInWords } from '../../../sdk/model/words.ts'
import { LinkButton, Notice, Row } from '../../parts/basics.tsx'
import { text } from '../../text/en/pledge.ts'
import type { Refusal } from './preview.ts'

/** Says why nothing can be pledged, and what to do instead. */
export function NoPledge({ state, refusal }: { state: EscrowState; refusal: Refusal }) {
  const { terms, token, address } = state
  const why = {
    void: text.refusal.void,
    closed: text.refusal.closed,
    passed: text.refusal.passed,
    late: text.refusal.late(momentInWords(terms.pledgeBy)),
    full: text.refusal.full(formatAmount(terms.cap, token)),
  }[refusal]
  return (
    <>
      <Notice tone="info" title={text.refusal.title}>
        <p>{why}</p>
      </Notice>
      <Row>
        <LinkButton to={`/escrow/${address}`}>{text.back}</LinkButton>
        <LinkButton to="/portfolio">{text.refusal.portfolio}</LinkButton>
      </Row>
    </>
  )
}
