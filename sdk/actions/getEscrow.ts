import type { Address, PublicClient } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { RevertError } from '../errors/RevertError.ts'
import type { Token } from '../model/amount.ts'
import { STATUSES, type EscrowFacts, type Status } from '../model/status.ts'
import type { Terms } from '../model/terms.ts'
import { explained } from './explained.ts'
import { getToken } from './getToken.ts'

/** An escrow as one block sees it. Amounts in base units of the token. */
export interface EscrowState extends EscrowFacts {
  address: Address
  blockNumber: bigint
  /** Unix seconds of that block. */
  now: bigint
  terms: Terms
  /** Of a token that does not say what it is: base units. */
  token: Token
  status: Status
  paid: bigint
  refundable: bigint
  /** Whether a passing verdict has ended pledging. */
  passed: boolean
  /** Pledges still accepted. */
  room: bigint
  /** The claims that win a contest as things stand, best first; `index` is the place in the docket. */
  ranking: readonly { score: bigint; index: bigint }[]
}

/** Terms, status and money of an escrow, all at one block (default: the latest). @throws {RevertError} when it is not an escrow. */
export async function getEscrow(client: PublicClient, address: Address, at?: bigint): Promise<EscrowState> {
  return explained(async () => {
    const block = await client.getBlock(at === undefined ? { blockTag: 'latest' } : { blockNumber: at })
    const contract = { address, abi: escrowAbi, blockNumber: block.number } as const
    const [terms, status, pledged, progress, paid, refundable, held, passed, claimsEnd, docket, ranking, room] =
      await Promise.all([
        client.readContract({ ...contract, functionName: 'terms' }),
        client.readContract({ ...contract, functionName: 'status' }),
        client.readContract({ ...contract, functionName: 'pledged' }),
        client.readContract({ ...contract, functionName: 'progress' }),
        client.readContract({ ...contract, functionName: 'paid' }),
        client.readContract({ ...contract, functionName: 'refundable' }),
        client.readContract({ ...contract, functionName: 'held' }),
        client.readContract({ ...contract, functionName: 'passed' }),
        client.readContract({ ...contract, functionName: 'claimsEnd' }),
        client.readContract({ ...contract, functionName: 'docket' }),
        client.readContract({ ...contract, functionName: 'ranking' }),
        client.readContract({ ...contract, functionName: 'maxDeposit', args: [address] }),
      ])
    const named = STATUSES[status]
    if (named === undefined) throw new TypeError(`The contract gave status ${status}, which this client does not know.`)
    const [filed, settled] = docket
    return {
      address,
      blockNumber: block.number,
      now: block.timestamp,
      terms,
      token: await tokenOf(client, terms.asset),
      status: named,
      pledged,
      progress,
      paid,
      refundable,
      held,
      passed,
      claimsEnd,
      filed,
      settled,
      ranked: ranking.length,
      ranking,
      room,
    }
  })
}

/** A token that does not say what it is must not hide its escrow: amounts are then given as they are on chain. */
async function tokenOf(client: PublicClient, asset: Address): Promise<Token> {
  try {
    return await getToken(client, asset)
  } catch (error) {
    if (!(error instanceof RevertError)) throw error
    return { symbol: 'base units', decimals: 0 }
  }
}
