import { getAddress, hexToString, isAddressEqual, keccak256, type Address, type Hex, type PublicClient } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { ConnectionError } from '../errors/ConnectionError.ts'
import { getEvents } from '../events/getEvents.ts'
import type { Token } from '../model/amount.ts'
import type { Deployment } from '../model/deployment.ts'
import { escrowAddress, termsOfCode } from '../model/escrowAddress.ts'
import { parseOutcome, type Outcome } from '../model/outcome.ts'
import { STATUSES, type Status } from '../model/status.ts'
import type { Terms } from '../model/terms.ts'
import { explained } from './explained.ts'
import { getToken } from './getToken.ts'

/** One escrow of a factory, in brief. Amounts in base units of `token`. */
export interface EscrowSummary {
  escrow: Address
  creator: Address
  /** The block in which it was created. */
  createdIn: bigint
  /** The outcome document; undefined where what was published is not one. */
  outcome: Outcome | undefined
  terms: Terms
  /** Undefined where the token does not say. */
  token: Token | undefined
  status: Status
  pledged: bigint
}

/** Which escrows are wanted. */
export interface ListQuery {
  status?: Status
  /** Text that the outcome document contains, in any case; or its hash. */
  outcome?: string
  progress?: Parameters<typeof getEvents>[1]['progress']
}

/**
 * The escrows that the factory of a deployment created, in that order, by its events. Each address is recomputed from the terms in its
 * code, and each document checked against its hash.
 * @throws {ConnectionError} when the endpoint does not answer, or its answers do not fit together.
 */
export async function* listEscrows(
  client: PublicClient,
  deployment: Deployment,
  wanted: ListQuery = {},
): AsyncGenerator<EscrowSummary, void> {
  const { progress } = wanted
  const tokens = new Map<Address, Promise<Token | undefined>>()
  const created = getEvents(client, {
    address: deployment.factory,
    fromBlock: BigInt(deployment.block),
    events: ['Created'],
    ...(progress === undefined ? {} : { progress }),
  })
  for await (const { args, blockNumber } of created) {
    const { escrow, creator, document } = args
    if (wanted.outcome !== undefined && !says(document, wanted.outcome)) continue
    const contract = { address: escrow, abi: escrowAbi } as const
    const [code, state, pledged] = await explained(() =>
      Promise.all([
        client.getCode({ address: escrow }),
        client.readContract({ ...contract, functionName: 'status' }),
        client.readContract({ ...contract, functionName: 'pledged' }),
      ]),
    )
    const terms = termsOfCode(code ?? '0x')
    const genuine = isAddressEqual(escrowAddress(deployment, terms), escrow) && keccak256(document) === terms.outcome
    if (!genuine) throw new ConnectionError(`The endpoint gave an escrow ${escrow} that is not the factory's.`)
    const status = STATUSES[state]
    if (status === undefined) throw new TypeError(`The contract gave status ${state}, which this client does not know.`)
    if (wanted.status !== undefined && wanted.status !== status) continue
    const asset = getAddress(terms.asset)
    const token = tokens.get(asset) ?? tokenOf(client, asset)
    tokens.set(asset, token)
    const outcome = outcomeOf(document)
    yield { escrow, creator, createdIn: blockNumber, outcome, terms, token: await token, status, pledged }
  }
}

/** A token that does not say what it is must not hide the other escrows. */
async function tokenOf(client: PublicClient, asset: Address): Promise<Token | undefined> {
  try {
    return await getToken(client, asset)
  } catch (error) {
    if (error instanceof ConnectionError) throw error
    return undefined
  }
}

function says(document: Hex, wanted: string): boolean {
  if (keccak256(document) === wanted.toLowerCase()) return true
  return hexToString(document).toLowerCase().includes(wanted.toLowerCase())
}

function outcomeOf(document: Hex): Outcome | undefined {
  try {
    return parseOutcome(JSON.parse(hexToString(document)))
  } catch {
    return undefined
  }
}
