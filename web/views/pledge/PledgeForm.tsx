import { useState } from 'react'
import type { Address } from 'viem'
import { useSite } from '../../app/site.ts'
import type { Reader } from '../../chain/reader.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { formatDecimal } from '../../../sdk/model/decimal.ts'
import { written } from '../../data/token.ts'
import { Button, Card, Row } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/pledge.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'
import { mostOf, readAmount } from './amount.ts'
import { useWayFacts } from './facts.ts'
import type { Checked } from './readFacts.ts'
import css from './pledge.module.css'
import { PreviewCard } from './PreviewCard.tsx'
import { Receipt, type Received } from './Receipt.tsx'
import { Submit } from './Submit.tsx'
import { Trust } from './Trust.tsx'
import { Warnings } from './Warnings.tsx'
import { useWarnings } from './useWarnings.ts'
import { spendableOf, waysOf } from './ways.ts'

type Genuine = Extract<Checked, { genuine: true }>

/** The form of a pledge: amount, what it would mean, whom one trusts, and the way it is paid. */
export function PledgeForm({ checked, reader }: { checked: Genuine; reader: Reader }) {
  const [received, setReceived] = useState<Received>()
  if (received !== undefined)
    return <Receipt state={checked.state} received={received} again={() => setReceived(undefined)} />
  return (
    <WithWallet why={text.form.why}>
      {(account) => <Form key={account} {...{ checked, reader, account }} onDone={setReceived} />}
    </WithWallet>
  )
}

function Form({
  checked,
  reader,
  account,
  onDone,
}: {
  checked: Genuine
  reader: Reader
  account: Address
  onDone: (received: Received) => void
}) {
  const { state } = checked
  const { currency } = useSite()
  const [typed, setTyped] = useState('')
  const [agreed, setAgreed] = useState('')
  const { data: facts, error, refetch } = useWayFacts(reader, state, account)
  const warnings = useWarnings(checked)
  const token = written(state.token)
  if (facts === undefined) return error === null ? <Loading lines={4} /> : <Failed error={error} retry={refetch} />
  const spendable = spendableOf(facts)
  const bounds = { token, spendable, room: state.room }
  const { amount, fault } = readAmount(typed, bounds)
  const most = mostOf(bounds)
  const ways = amount === undefined ? [] : waysOf(facts, amount)
  const [has, fits] = [formatAmount(spendable, token), formatAmount(state.room, token)]
  const isAgreed = warnings.severe.length === 0 || agreed === warnings.key
  return (
    <>
      <Card id="amount" title={text.form.title}>
        <div className={css.amount}>
          <TextField
            label={text.form.label(token.symbol)}
            hint={`${text.form.hint(has, fits)} ${text.form.decimals(token.decimals)}`}
            fault={fault}
            inputMode="decimal"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
          <Button
            aria-label={text.form.mostOf(formatAmount(most, token))}
            disabled={most === 0n}
            onClick={() => setTyped(formatDecimal(most, token.decimals))}
          >
            {text.form.most}
          </Button>
        </div>
      </Card>
      <PreviewCard state={state} amount={amount} />
      <Trust checked={checked} />
      <Warnings warnings={warnings} isAgreed={isAgreed} onAgree={(yes) => setAgreed(yes ? warnings.key : '')} />
      <Submit {...{ state, amount, ways, currency: currency.symbol, isAgreed }} onDone={onDone} />
      <Row>
        <a href={`#/escrow/${state.address}`}>{text.back}</a>
      </Row>
    </>
  )
}
