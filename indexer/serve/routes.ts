import type { Route } from './route.ts'
import { accountRoute } from './routes/account.ts'
import { claimRoute, claimsRoute } from './routes/claims.ts'
import { deskRoute } from './routes/desk.ts'
import { escrowRoute } from './routes/escrow.ts'
import { escrowsRoute } from './routes/escrows.ts'
import { feesRoute } from './routes/fees.ts'
import { accountPaymentsRoute, accountPledgesRoute, holdersRoute, paymentsRoute, pledgesRoute } from './routes/money.ts'
import { operatorsRoute } from './routes/operators.ts'
import { recordRoute } from './routes/record.ts'
import { statusRoute } from './routes/status.ts'
import { transfersRoute } from './routes/transfers.ts'

/** Everything that an index answers. */
export const ROUTES: readonly Route[] = [
  statusRoute,
  escrowsRoute,
  escrowRoute,
  claimsRoute,
  claimRoute,
  pledgesRoute,
  paymentsRoute,
  holdersRoute,
  accountRoute,
  deskRoute,
  accountPaymentsRoute,
  accountPledgesRoute,
  feesRoute,
  transfersRoute,
  operatorsRoute,
  recordRoute,
]
