import type { AssetToken } from '../../data/answers/basics.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import { Account, Transaction } from '../../parts/Account.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { Card, Fact, Facts, Hint } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { Table } from '../../parts/Table.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/claimPage.ts'
import { text as lists } from '../../text/en/lists.ts'

const words = text.money
/** Payments that the index gives with a claim. */
const MOST = 100

/** What was paid for a claim, what is held of it, and every credit that it brought. */
export function ClaimMoney({ claim, asset }: { claim: ClaimView; asset: AssetToken }) {
  const { paid, held, taken, warrantyUntil, payments, settledAt } = claim
  return (
    <Card title={words.title} id="payment">
      {settledAt !== null && (
        <Facts>
          <Fact name={words.paid}>
            <strong>
              <Amount of={paid} token={asset} exact />
            </strong>
          </Fact>
          {warrantyUntil !== null && (
            <>
              <Fact name={words.held}>
                <Amount of={held} token={asset} exact />
              </Fact>
              <Fact name={words.until}>
                <Time at={warrantyUntil} />
              </Fact>
            </>
          )}
          {taken > 0n && (
            <Fact name={words.taken}>
              <Amount of={taken} token={asset} exact />
            </Fact>
          )}
        </Facts>
      )}
      {payments.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table
          caption={words.caption}
          rows={payments}
          keyOf={({ transaction, logIndex, kind, account }) => `${transaction}${logIndex}${kind}${account}`}
          columns={[
            { title: words.kind, cell: ({ kind }) => lists.kinds[kind] ?? kind },
            { title: words.amount, number: true, cell: ({ amount }) => <Amount of={amount} token={asset} /> },
            { title: words.account, cell: ({ account }) => <Account address={account} /> },
            {
              title: words.when,
              cell: ({ at, finality }) => (
                <>
                  <Time at={at} /> <Finality of={finality} />
                </>
              ),
            },
            { title: words.transaction, cell: ({ transaction }) => <Transaction hash={transaction} /> },
          ]}
        />
      )}
      {payments.length === MOST && <Hint>{words.more}</Hint>}
    </Card>
  )
}
