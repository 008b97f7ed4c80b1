import type { ReactNode } from 'react'
import { isAddressEqual, zeroAddress, type Hex } from 'viem'
import type { Terms } from '../../../sdk/model/terms.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { useNow } from '../../chain/now.ts'
import { useAction } from '../../chain/useAction.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { useClaim } from '../../data/questions/claims.ts'
import { Card, LinkButton, Muted } from '../../parts/basics.tsx'
import { Countdown } from '../../parts/Time.tsx'
import { text } from '../../text/en/claimPage.ts'
import { ActButton, ActsStatus } from './ActButton.tsx'
import { Assign } from './Assign.tsx'
import { Challenge } from './Challenge.tsx'
import { phaseOfClaim } from './claimLife.ts'
import css from './outcome.module.css'
import { useActs } from './useActs.ts'
import { useVisitor } from './useVisitor.ts'

const words = text.act

/** What can be done with a claim now, by whoever is connected. */
export function ClaimDo({ view, claim, terms }: { view: EscrowView; claim: ClaimView; terms: Terms }) {
  const now = useNow()
  const { account, seat, waiting } = useVisitor(view)
  const acts = useActs(view.address)
  // Here, since what is done ends the very phase in which it is offered.
  const challenging = useAction<Hex>(text.challenge.what, view.address)
  const assigning = useAction<Hex>(text.assign.what, view.address)
  // Break claims are settled in the order filed against their target, whose count decides whose turn it is.
  const target = useClaim(view.address, claim.target ?? claim.key).data?.claim
  const { phase, until } = phaseOfClaim(terms, claim, now)
  const turn = claim.target === null ? view.settled : (target?.breaksSettled ?? 0)
  const here = `/escrow/${view.address}/claim/${claim.key}`
  const isWaited = waiting?.has(claim.key) === true
  const isOver = claim.warrantyUntil !== null && now > claim.warrantyUntil
  const settle = () => (claim.target === null ? acts.settle() : acts.settleBreaks(claim.target))
  const steps: ReactNode[] = []
  if (phase === 'Observing' && seat !== undefined && isWaited)
    steps.push(<Step key="observe" title={words.observe} why={words.observeWhy} until={until} to={`${here}/judge`} />)
  if (phase === 'Arbitrating' && account !== undefined && isAddressEqual(account, terms.arbiter))
    steps.push(<Step key="rule" title={words.rule} why={words.ruleWhy} until={until} to={`${here}/judge`} />)
  if (phase === 'Decided' && claim.place === turn)
    steps.push(
      <Step key="settle" title={words.settle} why={words.settleWhy}>
        <ActButton label={text.act.settle} disabled={acts.busy} onAct={settle} />
      </Step>,
    )
  if (claim.held > 0n && !isOver)
    steps.push(
      <Step
        key="break"
        title={words.break}
        why={words.breakWhy}
        until={BigInt(claim.warrantyUntil ?? 0)}
        to={`${here}/break`}
      />,
    )
  if (claim.held > 0n && isOver && claim.breaksSettled === claim.breaksFiled)
    steps.push(
      <Step key="release" title={words.release} why={words.releaseWhy}>
        <ActButton label={words.release} disabled={acts.busy} onAct={() => acts.release([claim.key])} />
      </Step>,
    )
  const canChallenge = phase === 'Challenging' && terms.arbiter !== zeroAddress
  const canAssign =
    account !== undefined && isAddressEqual(account, claim.payee) && (claim.settledAt === null || claim.held > 0n)
  return (
    <Card title={words.title} id="now">
      {phase === 'Decided' && claim.place > turn && <p>{words.waits(claim.place - turn)}</p>}
      {steps.length > 0 && <ul className={css.steps}>{steps}</ul>}
      {steps.length === 0 && !canChallenge && !canAssign && <p>{words.nothing}</p>}
      {canChallenge && <Challenge view={view} claim={claim} action={challenging} until={Number(until ?? 0n)} />}
      {canAssign && <Assign view={view} claim={claim} action={assigning} />}
      <div>
        <ActsStatus acts={acts} />
        <ActionStatus state={challenging.state} done={() => <p>{text.challenge.done}</p>} />
        <ActionStatus state={assigning.state} done={() => <p>{text.assign.done}</p>} />
      </div>
    </Card>
  )
}

function Step({
  title,
  why,
  until,
  to,
  children,
}: {
  title: string
  why: string
  until?: bigint | undefined
  to?: string
  children?: ReactNode
}) {
  return (
    <li>
      <div>
        <strong>{title}</strong>
        <div>
          <Muted>{why}</Muted>
        </div>
        {until !== undefined && (
          <div>
            <Muted>{words.another}</Muted> <Countdown until={Number(until)} />
          </div>
        )}
      </div>
      {to !== undefined && (
        <LinkButton small kind="primary" to={to}>
          {title}
        </LinkButton>
      )}
      {children}
    </li>
  )
}
