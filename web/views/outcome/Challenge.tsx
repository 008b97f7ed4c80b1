import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { erc20Abi, type Address, type Hex } from 'viem'
import { challenge } from '../../../sdk/actions/challenge.ts'
import { explained } from '../../../sdk/actions/explained.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { useReader } from '../../chain/reader.ts'
import type { Action } from '../../chain/useAction.ts'
import type { ClaimView, EscrowView } from '../../data/answers.ts'
import { tokenOf } from '../../data/terms.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Button, Fact, Facts, Hint, Stack } from '../../parts/basics.tsx'
import { TextArea } from '../../parts/Field.tsx'
import { Countdown } from '../../parts/Time.tsx'
import { text } from '../../text/en/claimPage.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'

const words = text.challenge
/** Characters of grounds. */
const MOST = 4_000

interface ChallengeProps {
  view: EscrowView
  claim: ClaimView
  action: Action<Hex>
}

/** A challenge: what it costs, until when, and its grounds. The fee is of the terms, which the address proves. */
export function Challenge({ until, ...props }: ChallengeProps & { until: number }) {
  const { view } = props
  const fee = view.terms.challengeFee
  return (
    <section aria-labelledby="challenge">
      <Stack>
        <h3 id="challenge">{words.title}</h3>
        <p>{words.lead}</p>
        <Facts>
          <Fact name={words.fee}>
            {fee === 0n ? words.free : <Amount of={fee} token={view.asset} exact />}
            {fee > 0n && <Hint>{words.feeGoes}</Hint>}
          </Fact>
          <Fact name={words.until}>
            <Countdown until={until} />
          </Fact>
        </Facts>
        <WithWallet why={words.why}>{(account) => <Form {...props} account={account} />}</WithWallet>
      </Stack>
    </section>
  )
}

function Form({ view, claim, action, account }: ChallengeProps & { account: Address }) {
  const { asset, address, terms } = view
  const fee = terms.challengeFee
  const [grounds, setGrounds] = useState('')
  const [tried, setTried] = useState(false)
  const balance = useBalance(asset.address, account)
  const fault = grounds.trim() === '' ? words.empty : grounds.length > MOST ? words.long(MOST) : undefined
  const isPoor = balance !== undefined && balance < fee
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (fault === undefined) void action.run((writer) => challenge(writer, address, claim.key, grounds.trim()))
      }}
    >
      <TextArea
        label={words.grounds}
        hint={words.groundsHint}
        fault={tried || grounds.length > MOST ? fault : undefined}
        value={grounds}
        onChange={({ target }) => setGrounds(target.value)}
      />
      {fee > 0n && balance !== undefined && (
        <p>
          {words.balance} <Amount of={balance} token={asset} />
          {'. '}
          {isPoor && <strong>{words.poor}</strong>}
        </p>
      )}
      <p>
        <Button kind="primary" type="submit" disabled={action.busy || isPoor}>
          {fee === 0n ? words.doFree : words.do(formatAmount(fee, tokenOf(asset)))}
        </Button>
      </p>
    </form>
  )
}

/** What an account has of a token, by the chain. */
function useBalance(token: Address, account: Address): bigint | undefined {
  const reader = useReader()
  const { data } = useQuery({
    queryKey: ['balance', token, account, reader?.through],
    queryFn: () =>
      reader === undefined
        ? null
        : explained(() =>
            reader.client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] }),
          ),
    enabled: reader !== undefined,
  })
  return data ?? undefined
}
