import { useQuery } from '@tanstack/react-query'
import type { Hex } from 'viem'
import { useMemo } from 'react'
import { useConnection } from 'wagmi'
import { getOwed } from '../../../sdk/actions/getOwed.ts'
import { useReader } from '../../chain/reader.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { useDesk } from '../../data/questions/accounts.ts'
import type { Visitor } from './steps.ts'

/** Milliseconds. */
const AGAIN = 8_000

/** What the connected account has to do with an escrow; shares and what it can collect are read from the chain. */
export function useVisitor(view: EscrowView): Visitor & { owed: bigint; seat: number | undefined } {
  const { address: account } = useConnection()
  const reader = useReader()
  const { data } = useQuery({
    queryKey: ['owed', view.address, account, reader?.through],
    queryFn: async () =>
      reader === undefined || account === undefined ? null : getOwed(reader.client, view.address, account),
    enabled: reader !== undefined && account !== undefined,
    refetchInterval: AGAIN,
  })
  const seat = view.terms.panel.findIndex((member) => member === account)
  const judges = seat !== -1 || view.terms.arbiter === account
  const desk = useDesk(judges ? account : undefined)
  const pages = desk.data?.pages
  const waiting = useMemo(
    () => pages && new Set<Hex>(pages.flatMap((page) => page?.rows ?? []).map(({ claim }) => claim.key)),
    [pages],
  )
  return {
    account,
    shares: data?.shares ?? 0n,
    owed: data?.owed ?? 0n,
    waiting: judges ? waiting : undefined,
    seat: seat === -1 ? undefined : seat,
  }
}
