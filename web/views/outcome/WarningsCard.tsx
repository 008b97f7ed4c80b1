import { useQuery } from '@tanstack/react-query'
import { zeroAddress } from 'viem'
import { getBareKeys } from '../../../sdk/actions/getBareKeys.ts'
import { getUnaccepted } from '../../../sdk/actions/getUnaccepted.ts'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { warningsOf } from '../../../sdk/model/warningsOf.ts'
import { useSite } from '../../app/site.ts'
import { chainNow } from '../../chain/now.ts'
import { useReader } from '../../chain/reader.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { tokenOf } from '../../data/terms.ts'
import { Card, Hint } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { text } from '../../text/en/verify.ts'
import css from './outcome.module.css'

/** What a careful visitor wants to know first; whether keys are bare and members accept is read from the chain. */
export function WarningsCard({
  view,
  terms,
  outcome,
}: {
  view: EscrowView
  terms: Terms
  outcome: Outcome | undefined
}) {
  const { deployment } = useSite()
  const reader = useReader()
  const { data, isError } = useQuery({
    queryKey: ['judges', view.address, reader?.through],
    queryFn: async () => {
      if (reader === undefined) return null
      const judges = [...terms.panel, ...(terms.arbiter === zeroAddress ? [] : [terms.arbiter])]
      const [bareKeys, unaccepted] = await Promise.all([
        getBareKeys(reader.client, judges),
        getUnaccepted(reader.client, deployment.directory, view.address, terms.panel),
      ])
      return { bareKeys, unaccepted }
    },
    enabled: reader !== undefined,
    staleTime: 60_000,
  })
  const unaccepted = view.members.filter(({ acceptedAt }) => acceptedAt === null).map(({ address }) => address)
  const warnings = warningsOf(terms, outcome, {
    token: tokenOf(view.asset),
    now: BigInt(chainNow()),
    ...(data ?? { unaccepted }),
  })
  return (
    <Card title={text.warnings.title} id="warnings">
      <p>
        {warnings.length > 0
          ? text.warnings.count(warnings.length)
          : data
            ? text.warnings.none
            : text.warnings.noneUnknown}
      </p>
      {warnings.map(({ code, why, toDo, about }) => (
        <details key={code} className={css.warning}>
          <summary>{why}</summary>
          {about !== '' && <Foreign>{about}</Foreign>}
          <p>
            <strong>{text.warnings.toDo}</strong> {toDo}
          </p>
        </details>
      ))}
      {reader === undefined && <Hint>{text.warnings.unread}</Hint>}
      {isError && <Hint>{text.warnings.failed}</Hint>}
    </Card>
  )
}
