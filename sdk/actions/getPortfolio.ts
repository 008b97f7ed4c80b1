import { isAddressEqual, zeroHash, type Address, type Hex, type PublicClient } from 'viem'
import { getEvents } from '../events/getEvents.ts'
import type { Token } from '../model/amount.ts'
import type { Deployment } from '../model/deployment.ts'
import { refundValue, type RefundValue } from '../model/refund.ts'
import type { Status } from '../model/status.ts'
import { getClaim, type ClaimState } from './getClaim.ts'
import { getEscrow } from './getEscrow.ts'
import { getOwed } from './getOwed.ts'
import { listEscrows, type EscrowSummary } from './listEscrows.ts'

/** A claim that an account filed or is paid for. */
export interface PortfolioClaim extends ClaimState {
  /** The claim that it attacks; undefined in the docket. */
  target: Hex | undefined
  solver: Address
}

/** What an account has to do with one escrow. Amounts in base units of `token`. */
export interface Position {
  escrow: Address
  title: string | undefined
  token: Token
  status: Status
  shares: bigint
  refund: RefundValue
  owed: bigint
  /** Filed by the account, or to be paid to it. */
  claims: readonly PortfolioClaim[]
  /** Its seat on the panel; undefined = none. */
  seat: number | undefined
  arbiter: boolean
}

/** A claim as the events tell it. */
interface Filed {
  escrow: Address
  key: Hex
  target: Hex
  solver: Address
  payee: Address
}

/**
 * Everything that an account has in, is owed by or has to do in the escrows of a deployment; those that do not concern it are left out.
 * @throws {ConnectionError} when the endpoint does not answer.
 */
export async function getPortfolio(
  client: PublicClient,
  deployment: Deployment,
  account: Address,
  progress?: Parameters<typeof getEvents>[1]['progress'],
): Promise<Position[]> {
  const escrows: EscrowSummary[] = []
  for await (const one of listEscrows(client, deployment, progress === undefined ? {} : { progress })) escrows.push(one)
  const claims = await claimsOf(client, deployment, escrows, account)
  const positions: Position[] = []
  for (const { escrow, terms, outcome } of escrows) {
    const { owed, shares } = await getOwed(client, escrow, account)
    const seat = terms.panel.findIndex((member) => isAddressEqual(member, account))
    const arbiter = isAddressEqual(terms.arbiter, account)
    const own = claims.filter((claim) => isAddressEqual(claim.escrow, escrow))
    if (owed === 0n && shares === 0n && seat === -1 && !arbiter && own.length === 0) continue
    const state = await getEscrow(client, escrow)
    const states = await Promise.all(
      own.map(async ({ key, target, solver }) => ({
        ...(await getClaim(client, state, key, state.blockNumber)),
        target: target === zeroHash ? undefined : target,
        solver,
      })),
    )
    positions.push({
      escrow,
      title: outcome?.title,
      token: state.token,
      status: state.status,
      shares,
      refund: refundValue(terms, state, shares),
      owed,
      claims: states,
      seat: seat === -1 ? undefined : seat,
      arbiter,
    })
  }
  return positions
}

/** How many addresses are asked for at a time: endpoints bound them. */
const ADDRESSES = 500

/** The claims that `account` filed or is the payee of now. */
async function claimsOf(
  client: PublicClient,
  deployment: Deployment,
  escrows: readonly EscrowSummary[],
  account: Address,
): Promise<Filed[]> {
  const claims = new Map<string, Filed>()
  for (let i = 0; i < escrows.length; i += ADDRESSES) {
    const events = getEvents(client, {
      address: escrows.slice(i, i + ADDRESSES).map(({ escrow }) => escrow),
      fromBlock: BigInt(deployment.block),
      events: ['Filed', 'Assigned'],
    })
    for await (const { eventName, args, address: escrow } of events) {
      const place = `${escrow.toLowerCase()} ${args.claim}`
      if (eventName === 'Filed') {
        const { claim: key, target, solver, payee } = args
        claims.set(place, { escrow, key, target, solver, payee })
      } else {
        const claim = claims.get(place)
        if (claim !== undefined) claim.payee = args.to
      }
    }
  }
  return [...claims.values()].filter(
    ({ solver, payee }) => isAddressEqual(solver, account) || isAddressEqual(payee, account),
  )
}
