import { useState } from 'react'
import { getAddress, isAddress, isAddressEqual, type Address } from 'viem'
import { useConnection } from 'wagmi'
import { useHashQuery } from '../../app/hashRoute.ts'
import { Title } from '../../app/Title.tsx'
import { useNow } from '../../chain/now.ts'
import type { EscrowRow } from '../../data/answers/escrows.ts'
import type { Position } from '../../data/answers/positions.ts'
import { usePositions } from '../../data/questions/accounts.ts'
import { Account } from '../../parts/Account.tsx'
import { Button, Card, Hint, LinkButton, Notice, Row, Stack } from '../../parts/basics.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { More } from '../../parts/More.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/portfolio.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'
import { Collect } from './Collect.tsx'
import { dueOf, sortedPositions } from './due.ts'
import css from './portfolio.module.css'
import { PositionCard } from './PositionCard.tsx'
import { Refund } from './Refund.tsx'
import { StatementCard } from './StatementCard.tsx'

/** What an account has in escrows: the connected one's, or of the address that the link names. */
export default function Portfolio() {
  const [query, setQuery] = useHashQuery()
  const asked = new URLSearchParams(query).get('account')
  const { address: own } = useConnection()
  const isBad = asked !== null && !isAddress(asked, { strict: false })
  const account = asked === null || isBad ? own : getAddress(asked)
  const isOwn = account !== undefined && own !== undefined && isAddressEqual(account, own)
  return (
    <Stack>
      <div className={css.screen}>
        <Title window={text.title} lead={text.lead}>
          {text.title}
        </Title>
      </div>
      {isBad && <Notice tone="bad">{text.other.bad}</Notice>}
      {account === undefined && <WithWallet why={text.connect}>{() => null}</WithWallet>}
      {account !== undefined && (
        <Of key={account} account={account} isOwn={isOwn} back={asked === null ? undefined : () => setQuery('')} />
      )}
      <div className={css.screen}>
        <Look onLook={(address) => setQuery(`account=${address}`)} />
      </div>
    </Stack>
  )
}

function Of({ account, isOwn, back }: { account: Address; isOwn: boolean; back: (() => void) | undefined }) {
  const now = useNow()
  // What is done is told here: a position that was taken back in full is none any more.
  const [acting, setActing] = useState<{ what: 'refund' | 'collect'; escrow: EscrowRow }>()
  const close = () => setActing(undefined)
  const list = usePositions(account)
  const { data, error, refetch } = list
  const all = data?.pages.flatMap((page) => page?.rows ?? [])
  const positions = all === undefined ? [] : sortedPositions(all, now)
  const seats = all?.filter(({ seat, arbiter }) => seat !== null || arbiter).length ?? 0
  return (
    <>
      <div className={css.screen}>
        <Stack>
          <Row between>
            <span>
              {`${text.account} `}
              <Account address={account} whole />
            </span>
            {back !== undefined && (
              <Button small onClick={back}>
                {text.other.own}
              </Button>
            )}
          </Row>
          {!isOwn && <Notice>{text.other.readOnly}</Notice>}
          {error !== null && <Failed error={error} retry={refetch} />}
          {all === undefined && error === null && <Loading lines={5} />}
          {all !== undefined && positions.length === 0 && (
            <Empty title={text.empty.title}>
              <p>{text.empty.why}</p>
              <Row>
                <LinkButton to="/" kind="primary">
                  {text.empty.explore}
                </LinkButton>
                <LinkButton to="/create">{text.empty.create}</LinkButton>
              </Row>
            </Empty>
          )}
          {positions.length > 0 && <Waiting positions={positions} now={now} isOwn={isOwn} />}
          {positions.map((position) => (
            <PositionCard
              key={position.escrow.address}
              {...{ position, account, isOwn }}
              onAct={(what) => setActing({ what, escrow: position.escrow })}
            />
          ))}
          {seats > 0 && (
            <Row>
              <span>{text.seats(seats)}</span>
              <LinkButton small to="/desk">
                {text.desk}
              </LinkButton>
            </Row>
          )}
          <More list={list} />
          {positions.length > 0 && <Hint>{text.source}</Hint>}
        </Stack>
      </div>
      <Dialog title={text.refund.title} open={acting?.what === 'refund'} onClose={close}>
        {acting !== undefined && <Refund escrow={acting.escrow} account={account} />}
      </Dialog>
      <Dialog title={text.collect.title} open={acting?.what === 'collect'} onClose={close}>
        {acting !== undefined && <Collect escrow={acting.escrow} account={account} />}
      </Dialog>
      <StatementCard account={account} />
    </>
  )
}

function Waiting({ positions, now, isOwn }: { positions: readonly Position[]; now: number; isOwn: boolean }) {
  const dues = positions.map((position) => dueOf(position, now))
  const collect = dues.filter((due) => due.collect > 0n).length
  const refund = dues.filter((due) => due.refund > 0n).length
  const release = dues.reduce((sum, due) => sum + due.release.length, 0)
  const lines = [
    ...(collect > 0 ? [text.waiting.collect(collect)] : []),
    ...(refund > 0 ? [text.waiting.refund(refund)] : []),
    ...(release > 0 ? [text.waiting.release(release)] : []),
  ]
  return (
    <Card id="waiting" title={isOwn ? text.waiting.title : text.waiting.titleOther}>
      {lines.length > 0 ? <Notice tone="info">{lines.join(' ')}</Notice> : <p>{text.waiting.none}</p>}
    </Card>
  )
}

function Look({ onLook }: { onLook: (address: Address) => void }) {
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string>()
  const look = () => {
    if (isAddress(typed.trim())) onLook(getAddress(typed.trim()))
    else setFault(text.other.fault)
  }
  return (
    <Card id="other" title={text.other.title}>
      <form
        className={css.look}
        onSubmit={(event) => {
          event.preventDefault()
          look()
        }}
      >
        <TextField
          label={text.other.label}
          hint={text.other.hint}
          fault={fault}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value)
            setFault(undefined)
          }}
        />
        <Button type="submit">{text.other.show}</Button>
      </form>
    </Card>
  )
}
