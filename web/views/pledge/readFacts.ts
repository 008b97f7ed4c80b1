/** What decides about a pledge, from the chain: the index is not believed here. */
import { erc20Abi, zeroAddress, type Address, type Hex, type PublicClient } from 'viem'
import { pledgeRouterAbi } from '../../../sdk/abi/pledgeRouter.ts'
import { explained } from '../../../sdk/actions/explained.ts'
import { getBareKeys } from '../../../sdk/actions/getBareKeys.ts'
import { getEscrow, type EscrowState } from '../../../sdk/actions/getEscrow.ts'
import { getOutcome } from '../../../sdk/actions/getOutcome.ts'
import { getUnaccepted } from '../../../sdk/actions/getUnaccepted.ts'
import { hasPermit } from '../../../sdk/actions/signPermit.ts'
import { verifyEscrow } from '../../../sdk/actions/verifyEscrow.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { explainRevert } from '../../../sdk/errors/explainRevert.ts'
import { InputError, type Fault } from '../../../sdk/errors/InputError.ts'
import type { Deployment } from '../../../sdk/model/deployment.ts'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { pause } from '../../app/pause.ts'
import { provenOutcome } from '../../data/document.ts'
import { written } from '../../data/token.ts'
import type { WayFacts } from './ways.ts'

/** A genuine escrow, or what shows that it is none. */
export type Checked =
  | { genuine: false; faults: readonly Fault[] }
  | { genuine: true; state: EscrowState; outcome: Outcome | undefined; bareKeys: Address[]; unaccepted: Address[] }

/** Gas of a pledge through the router, with room to spare. */
const GAS = 400_000n

/**
 * Proves an escrow before anything else is read of it.
 * @param document what the index says the document is: its hash is checked.
 * @throws {ConnectionError} when the chain cannot be asked.
 */
export async function readChecked(
  client: PublicClient,
  deployment: Pick<Deployment, 'factory' | 'implementation' | 'directory' | 'block'>,
  escrow: Address,
  document: string | undefined,
): Promise<Checked> {
  const { faults, terms } = await verifyEscrow(client, deployment, escrow)
  if (faults.length > 0 || terms === undefined) return { genuine: false, faults }
  // A slow phone can answer to its visitor between the steps.
  await pause()
  const judges = [...terms.panel, ...(terms.arbiter === zeroAddress ? [] : [terms.arbiter])]
  const [state, bareKeys, unaccepted, outcome] = await Promise.all([
    getEscrow(client, escrow),
    getBareKeys(client, judges),
    getUnaccepted(client, deployment.directory, escrow, terms.panel),
    outcomeOf(client, deployment, escrow, document, terms.outcome),
  ])
  return { genuine: true, state: { ...state, token: written(state.token) }, outcome, bareKeys, unaccepted }
}

/** From the log of the creation, where the index's is not the right one. A document of another form is not known. */
async function outcomeOf(
  client: PublicClient,
  deployment: Pick<Deployment, 'factory' | 'block'>,
  escrow: Address,
  document: string | undefined,
  hash: Hex,
): Promise<Outcome | undefined> {
  await pause()
  const proven = document === undefined ? undefined : provenOutcome(document, hash)
  if (proven !== undefined) return proven
  try {
    return await getOutcome(client, deployment, escrow)
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

/** What `account` has of the token and of the chain's currency, and by which ways it can pay. */
export async function readWays(
  client: PublicClient,
  router: Address,
  { escrow, token, account }: { escrow: Address; token: Address; account: Address },
): Promise<WayFacts> {
  const contract = { address: token, abi: erc20Abi } as const
  const allowance = (spender: Address) =>
    client.readContract({ ...contract, functionName: 'allowance', args: [account, spender] })
  const [balance, toEscrow, toRouter, native, price, bare, permits, wraps] = await explained(() =>
    Promise.all([
      client.readContract({ ...contract, functionName: 'balanceOf', args: [account] }),
      allowance(escrow),
      allowance(router),
      client.getBalance({ address: account }),
      client.getGasPrice(),
      getBareKeys(client, [account]),
      hasPermit(client, token, account),
      isWrapped(client, router, escrow, token, account),
    ]),
  )
  return {
    balance,
    native,
    // The price may double until the transaction is sent.
    gas: 2n * GAS * price,
    wraps,
    // A contract account makes no signature that a permit takes.
    permit: permits && bare.length === 1,
    allowed: { escrow: toEscrow, router: toRouter },
  }
}

/** Whether the router could turn one wei into the token and pledge it: only wrapped currency lets it. */
async function isWrapped(
  client: PublicClient,
  router: Address,
  escrow: Address,
  asset: Address,
  account: Address,
): Promise<boolean> {
  const one = { escrow, asset, assets: 1n, least: 1n }
  try {
    await client.simulateContract({
      address: router,
      abi: pledgeRouterAbi,
      functionName: 'pledgeNative',
      args: [[one]],
      value: 1n,
      account,
    })
    return true
  } catch (error) {
    const explanation = explainRevert(error)
    if (explanation instanceof ConnectionError) throw explanation
    return false
  }
}
