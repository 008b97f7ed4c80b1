import { lazy, Suspense } from 'react'
import { usePending } from '../chain/pending.ts'
import { useSite } from './site.ts'

const Pending = lazy(() => import('./Pending.tsx'))

/** Transactions that are under way: what follows them is loaded where there are some. */
export function PendingPlace() {
  const { deployment } = useSite()
  if (!usePending().some(({ chainId }) => chainId === deployment.chainId)) return null
  return (
    <Suspense>
      <Pending />
    </Suspense>
  )
}
