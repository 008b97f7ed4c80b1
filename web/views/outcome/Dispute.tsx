import { zeroAddress } from 'viem'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import { Account, Transaction } from '../../parts/Account.tsx'
import { Card, Fact, Facts, Muted } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { BothClocks } from '../../parts/Time.tsx'
import { text } from '../../text/en/claimPage.ts'
import { Result } from './Result.tsx'

const words = text.dispute

/** The challenge and the ruling, with their grounds as they were published. */
export function Dispute({ claim, terms, outcome }: { claim: ClaimView; terms: Terms; outcome: Outcome | undefined }) {
  const { challenge, ruling } = claim
  if (challenge === null)
    return (
      <Card title={words.title} id="dispute">
        <p>{terms.arbiter === zeroAddress ? words.noArbiter : words.none}</p>
      </Card>
    )
  return (
    <Card title={words.title} id="dispute">
      <h3>{words.challenged}</h3>
      <Said said={challenge} />
      <h3>{words.ruled}</h3>
      {ruling === null ? (
        <p>{words.waiting}</p>
      ) : (
        <>
          <p>
            {words.ruling}:{' '}
            <strong>
              <Result measurement={ruling.measurement} outcome={outcome} />
            </strong>
          </p>
          <Said said={ruling} />
        </>
      )}
    </Card>
  )
}

function Said({ said: { by, at, grounds, transaction } }: { said: NonNullable<ClaimView['challenge']> }) {
  return (
    <Facts>
      <Fact name={words.by}>
        <Account address={by} />
      </Fact>
      <Fact name={text.money.when}>
        <BothClocks at={at} />
      </Fact>
      <Fact name={words.grounds}>
        {grounds === '' ? <Muted>{words.noGrounds}</Muted> : <Foreign most={2_000}>{grounds}</Foreign>}
      </Fact>
      <Fact name={text.money.transaction}>
        <Transaction hash={transaction} />
      </Fact>
    </Facts>
  )
}
