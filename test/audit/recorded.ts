/** For the tests of what the auditor judges: an escrow of the oracle's test world as its subject, and a state with what its events say of claims. */
import { getAddress, keccak256, stringToHex, type Address, type Hex } from 'viem'
import type { Finding, Place } from '../../audit/finding.ts'
import type { Pinned, Subject } from '../../audit/history.ts'
import { emptyState } from '../../audit/model/ledger.ts'
import type { ClaimState, EscrowState } from '../../audit/model/state.ts'
import { getEvents } from '../../sdk/events/getEvents.ts'
import type { EventPlace } from '../../sdk/events/event.ts'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { observationTypedData } from '../../sdk/model/typedData.ts'
import { canonicalJson } from '../../sdk/model/canonicalJson.ts'
import { OUTCOME } from '../sdk/samples.ts'
import { MEMBERS, type OracleWorld } from '../oracle/world.ts'

export const hashOf = (text: string): Hex => keccak256(stringToHex(text))

export interface Recorded {
  subject: Subject
  state: EscrowState
  pinned: Pinned
}

/** The world's escrow as an audit has it at the head: claims, observations and shares, from the events. */
export async function recordedIn({ sdk, escrow, terms }: OracleWorld): Promise<Recorded> {
  const { client, origin } = sdk
  const placeOf = async ({ blockNumber, blockHash, transactionHash, logIndex }: EventPlace): Promise<Place> => {
    const { timestamp } = await client.getBlock({ blockNumber })
    return { blockNumber, blockHash, transactionHash, logIndex, timestamp }
  }
  const claims = new Map<Hex, ClaimState>()
  const shares = new Map<Address, bigint>()
  for await (const event of getEvents(client, { address: escrow, fromBlock: 0n })) {
    const place = await placeOf(event)
    if (event.eventName === 'Filed') {
      const { claim, target, solver, payee, commitment, uri, index } = event.args
      claims.set(claim, {
        ...EMPTY_CLAIM,
        ...{ key: claim, target, index: Number(index), solver, payee, commitment, uri, filed: place },
        observations: [],
      })
    } else if (event.eventName === 'Observed') {
      const { claim, member, measurement, report, signature } = event.args
      const seat = terms.panel.indexOf(getAddress(member))
      claims.get(claim)!.observations.push({ member, seat, measurement, report, signature, place })
    } else if (event.eventName === 'Deposit') {
      shares.set(event.args.owner, (shares.get(event.args.owner) ?? 0n) + event.args.shares)
    }
  }
  let created: Place | undefined
  for await (const event of getEvents(client, { address: origin.factory, fromBlock: 0n, events: ['Created'] }))
    if (event.args.escrow === escrow) created = await placeOf(event)
  const document = stringToHex(canonicalJson({ ...OUTCOME, breakClause: 'A thing comes undone.' }))
  const { number, hash, timestamp } = await client.getBlock()
  return {
    subject: { chainId: await client.getChainId(), ...origin, escrow, terms, document, created },
    state: { ...emptyState(), claims, shares },
    pinned: { number, hash, timestamp },
  }
}

const EMPTY_CLAIM = {
  tally: [],
  observedAt: 0n,
  challenged: undefined,
  ruled: undefined,
  settled: undefined,
  paid: 0n,
  held: 0n,
  paidAt: 0n,
  breaks: [],
  breaksSettled: 0,
}
/** An observation by the member with this seat, signed with its key. */
export async function signedBy(
  { sdk, escrow }: Pick<OracleWorld, 'sdk' | 'escrow'>,
  seat: number,
  observed: { claim: Hex; measurement: bigint; report: Hex },
) {
  const { address: member, signTypedData } = MEMBERS[seat]!
  const { measurement, report } = observed
  const data = observationTypedData(await sdk.client.getChainId(), escrow, { ...observed, member })
  return { seat: BigInt(seat), measurement, report, signature: await signTypedData(data) }
}

/** Submits observations of a claim in one transaction, whatever they are worth. @returns its hash. */
export async function submitted(
  { sdk, escrow }: Pick<OracleWorld, 'sdk' | 'escrow'>,
  claim: Hex,
  observations: readonly Awaited<ReturnType<typeof signedBy>>[],
): Promise<Hex> {
  const { wallet } = sdk.writers[6]!
  const call = { address: escrow, abi: escrowAbi, functionName: 'observe', args: [claim, observations] } as const
  return wallet.writeContract({ ...call, chain: null, gas: 5_000_000n })
}

/** Collects findings. */
export function noted(): { findings: Finding[]; note: (finding: Finding) => void } {
  const findings: Finding[] = []
  return { findings, note: (finding) => findings.push(finding) }
}
