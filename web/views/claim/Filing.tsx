import { useState } from 'react'
import type { Address, Hex } from 'viem'
import { useSite } from '../../app/site.ts'
import { useReader } from '../../chain/reader.ts'
import { useEscrow } from '../../data/questions/escrow.ts'
import { Button, LinkButton, Notice, Stack } from '../../parts/basics.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/claim.ts'
import { Kept } from './Kept.tsx'
import { Possible } from './Possible.tsx'
import { Prepare } from './Prepare.tsx'
import { outcomeOf } from './readFiling.ts'
import { useFiling } from './useFiling.ts'
import { useKept } from './useKept.ts'

/** The whole way of a claim, or of a break claim against `target`: what was prepared before first, else a new one. */
export function Filing({ escrow, account, target }: { escrow: Address; account: Address; target: Hex | undefined }) {
  const { deployment } = useSite()
  const reader = useReader()
  const filing = useFiling(escrow, account, target)
  const view = useEscrow(escrow).data?.escrow
  const { list, change, forget, again } = useKept({ chainId: deployment.chainId, escrow, solver: account, target })
  const [another, setAnother] = useState(false)
  if (reader === undefined)
    return (
      <Notice tone="warn" title={text.noReader.title}>
        {text.noReader.text}
      </Notice>
    )
  if (filing.data === undefined)
    return filing.error === null ? (
      <Loading lines={5} what={text.reading} />
    ) : (
      <Failed error={filing.error} retry={filing.refetch} />
    )
  if (list.error !== null) return <Failed title={text.kept.unreadable} error={list.error} retry={list.refetch} />
  if (list.data === undefined) return <Loading />
  const outcome = outcomeOf(view?.document, filing.data.state.terms)
  const { refused } = filing.data
  const { claims, unreadable } = list.data
  const asksForNew = claims.length === 0 || another
  return (
    <Stack>
      {asksForNew && <Possible filing={filing.data} through={reader.through} outcome={outcome} target={target} />}
      {unreadable > 0 && <Notice tone="warn">{text.kept.unreadableSome(unreadable)}</Notice>}
      {claims.map((prepared) => (
        <Kept
          key={prepared.claim.key}
          prepared={prepared}
          filing={filing.data}
          change={(how) => change(prepared.claim.key, how)}
          forget={() => forget(prepared.claim.key)}
        />
      ))}
      {asksForNew && refused === undefined && (
        <Prepare
          filing={filing.data}
          outcome={outcome}
          account={account}
          target={target}
          done={() => {
            setAnother(false)
            void again()
          }}
        />
      )}
      {!asksForNew && (
        <p>
          <Button
            onClick={() => {
              setAnother(true)
            }}
          >
            {text.prepare.another}
          </Button>
        </p>
      )}
      <p>
        <LinkButton to={target === undefined ? `/escrow/${escrow}` : `/escrow/${escrow}/claim/${target}`}>
          {target === undefined ? text.back : text.toClaim}
        </LinkButton>
      </p>
    </Stack>
  )
}
