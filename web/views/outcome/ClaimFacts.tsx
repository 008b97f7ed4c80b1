import type { Outcome } from '../../../sdk/model/outcome.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import { Account, Digest, Transaction } from '../../parts/Account.tsx'
import { Card, Fact, Facts, Hint, Muted } from '../../parts/basics.tsx'
import { Copy } from '../../parts/Copy.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { BothClocks } from '../../parts/Time.tsx'
import { text } from '../../text/en/claimPage.ts'
import { Result } from './Result.tsx'

const words = text.facts

/** What was filed, and what came of it. The URI is text: the page asks nobody for it. */
export function ClaimFacts({ claim, outcome }: { claim: ClaimView; outcome: Outcome | undefined }) {
  const { solver, payee, commitment, uri, filedAt, transaction, verdict, settledAt, progressFrom, progressTo } = claim
  return (
    <Card title={words.title} id="filed">
      <Facts>
        <Fact name={words.solver}>
          <Account address={solver} />
        </Fact>
        <Fact name={words.payee}>
          <Account address={payee} whole />
        </Fact>
        <Fact name={words.filed}>
          <BothClocks at={filedAt} />
        </Fact>
        <Fact name={words.commitment}>
          <Digest value={commitment} />
        </Fact>
        <Fact name={words.key}>
          <Digest value={claim.key} />
        </Fact>
        <Fact name={words.uri}>
          {uri === '' ? (
            <Muted>{words.noUri}</Muted>
          ) : (
            <>
              <Foreign most={200}>{uri}</Foreign> <Copy value={uri} what={words.uri} />
            </>
          )}
          <Hint>{words.uriHint}</Hint>
        </Fact>
        <Fact name={words.transaction}>
          <Transaction hash={transaction} />
        </Fact>
        <Fact name={settledAt === null ? words.verdictSoFar : words.verdict}>
          <strong>
            <Result measurement={verdict} outcome={outcome} />
          </strong>
        </Fact>
        {progressFrom !== null && progressTo !== null && claim.target === null && (
          <Fact name={words.progress}>
            {progressFrom === progressTo
              ? words.unmoved
              : words.moved(progressFrom.toLocaleString('en'), progressTo.toLocaleString('en'))}
          </Fact>
        )}
      </Facts>
    </Card>
  )
}
