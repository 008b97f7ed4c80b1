import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { erc20Abi, type Address, type Hex } from 'viem'
import { challenge } from '../../../sdk/actions/challenge.ts'
import { explained } from '../../../sdk/actions/explained.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { formatAmount, type Token } from '../../../sdk/model/amount.ts'
import { useReader } from '../../chain/reader.ts'
import type { Action } from '../../chain/useAction.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { written } from '../../data/token.ts'
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
  const { address } = view
  const [grounds, setGrounds] = useState('')
  const [tried, setTried] = useState(false)
  const known = useFee(address, account)
  const fault = grounds.trim() === '' ? words.empty : grounds.length > MOST ? words.long(MOST) : undefined
  const isPoor = known !== undefined && known.balance < known.fee
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
      {known !== undefined && known.fee > 0n && (
        <p>
          {words.balance} {formatAmount(known.balance, known.token)}
          {'. '}
          {isPoor && <strong>{words.poor}</strong>}
        </p>
      )}
      <p>
        <Button kind="primary" type="submit" disabled={action.busy || known === undefined || isPoor}>
          {known === undefined || known.fee === 0n ? words.doFree : words.do(formatAmount(known.fee, known.token))}
        </Button>
      </p>
    </form>
  )
}

/** The fee and what the account has of its token, by the chain. Undefined until it has answered. */
function useFee(escrow: Address, account: Address): { fee: bigint; balance: bigint; token: Token } | undefined {
  const reader = useReader()
  const { data } = useQuery({
    queryKey: ['challenge fee', escrow, account, reader?.through],
    queryFn: async () => {
      if (reader === undefined) return null
      const { terms, token } = await getEscrow(reader.client, escrow)
      const contract = { address: terms.asset, abi: erc20Abi } as const
      const balance = await explained(() =>
        reader.client.readContract({ ...contract, functionName: 'balanceOf', args: [account] }),
      )
      return { fee: terms.challengeFee, balance, token: written(token) }
    },
    enabled: reader !== undefined,
  })
  return data ?? undefined
}
