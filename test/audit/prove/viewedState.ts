/** An escrow's state by its views and events: what an honest model would make of honest logs, without any model. */
import {
  erc20Abi,
  getContract,
  parseEventLogs,
  zeroAddress,
  zeroHash,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import type { Place } from '../../../audit/finding.ts'
import type { Subject } from '../../../audit/history.ts'
import type { ClaimState, EscrowState } from '../../../audit/model/state.ts'

export async function viewedState(client: PublicClient, { escrow: address, terms }: Subject): Promise<EscrowState> {
  const escrow = getContract({ address, abi: escrowAbi, client })
  const raw = await client.getLogs({ address, fromBlock: 0n })
  const events = parseEventLogs({ abi: escrowAbi, logs: raw })
  const times = new Map<bigint, bigint>()
  for (const { blockNumber } of events) {
    if (!times.has(blockNumber)) times.set(blockNumber, (await client.getBlock({ blockNumber })).timestamp)
  }
  const placeOf = (event: (typeof events)[number]): Place => ({
    blockNumber: event.blockNumber,
    blockHash: event.blockHash,
    timestamp: times.get(event.blockNumber)!,
    transactionHash: event.transactionHash,
    logIndex: event.logIndex,
  })

  const claims = new Map<Hex, ClaimState>()
  const holders = new Set<Address>()
  const creditors = new Set<Address>([...terms.panel, terms.arbiter])
  const docket: Hex[] = []
  let [lastCallEnd, returned, feesIn, collected, refunded] = [0n, 0n, 0n, 0n, 0n]
  let firstRefund: bigint | undefined
  for (const event of events) {
    const place = placeOf(event)
    const { eventName, args } = event
    const claim = 'claim' in args ? claims.get(args.claim) : undefined
    if (eventName === 'Transfer') for (const one of [args.from, args.to]) if (one !== zeroAddress) holders.add(one)
    if (eventName === 'Filed') {
      feesIn += terms.claimFee
      creditors.add(args.payee)
      claims.set(args.claim, await viewedClaim(escrow.read.claimOf, args, place))
      if (args.target === zeroHash) docket.push(args.claim)
      else claims.get(args.target)!.breaks.push(args.claim)
    }
    if (eventName === 'Observed') {
      const { member, measurement, report, signature } = args
      claim!.observations.push({ member, seat: terms.panel.indexOf(member), measurement, report, signature, place })
    }
    if (eventName === 'Challenged') {
      feesIn += terms.challengeFee
      claim!.challenged = { by: args.challenger, grounds: args.grounds, place }
    }
    if (eventName === 'Ruled') claim!.ruled = { measurement: args.measurement, grounds: args.grounds, place }
    if (eventName === 'Assigned') creditors.add(args.to)
    if (eventName === 'Settled' || eventName === 'BreakSettled') {
      claim!.settled = { verdict: args.measurement, from: 0n, to: 0n, place }
    }
    if (eventName === 'BreakSettled') returned += args.returned
    if (eventName === 'Collected') collected += args.amount
    if (eventName === 'Withdraw') {
      refunded += args.assets
      firstRefund ??= place.blockNumber
    }
  }
  for (const claim of claims.values()) {
    claim.tally = claim.observations
      .map(({ measurement }) => measurement)
      .filter((measurement) => measurement > 0n)
      .sort((x, y) => (x < y ? 1 : -1))
      .slice(0, Number(terms.quorum))
  }
  const [, settled] = await escrow.read.docket()
  const end = await escrow.read.claimsEnd()
  if (end !== terms.claimBy) lastCallEnd = end
  const shares = new Map<Address, bigint>()
  for (const holder of holders) shares.set(holder, await escrow.read.balanceOf([holder]))
  const owed = new Map<Address, bigint>()
  for (const account of creditors) owed.set(account, await escrow.read.owed([account]))
  const open = [...claims.values()].filter((claim) => claim.settled === undefined)
  const pledged = await escrow.read.pledged()
  const frozen =
    firstRefund === undefined
      ? undefined
      : { pledged, refundable: await escrow.read.refundable({ blockNumber: firstRefund - 1n }) }
  const disputed = open.filter(({ challenged, ruled }) => challenged !== undefined && ruled === undefined)
  return {
    pledged,
    supply: await escrow.read.totalSupply(),
    shares,
    progress: await escrow.read.progress(),
    passed: await escrow.read.passed(),
    lastCallEnd,
    docket,
    settled: Number(settled),
    claims,
    owed,
    held: await escrow.read.held(),
    returned,
    paid: await escrow.read.paid(),
    frozen,
    ranks: (await escrow.read.ranking()).map(({ score, index }) => ({ score, index: Number(index) })),
    feesIn,
    openFees: BigInt(open.length) * terms.claimFee + BigInt(disputed.length) * terms.challengeFee,
    collected,
    refunded,
    balance: await client.readContract({
      address: terms.asset,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [address],
    }),
    stray: 0n,
  }
}

interface FiledArgs {
  claim: Hex
  target: Hex
  solver: Address
  index: bigint
  commitment: Hex
  uri: string
}

async function viewedClaim(
  claimOf: (args: [Hex]) => Promise<{
    payee: Address
    observedAt: bigint | number
    held: bigint
    paidAt: bigint | number
    breaksSettled: bigint
  }>,
  { claim, target, solver, index, commitment, uri }: FiledArgs,
  filed: Place,
): Promise<ClaimState> {
  const view = await claimOf([claim])
  return {
    key: claim,
    target,
    index: Number(index),
    solver,
    payee: view.payee,
    commitment,
    uri,
    filed,
    observations: [],
    tally: [],
    observedAt: BigInt(view.observedAt),
    challenged: undefined,
    ruled: undefined,
    settled: undefined,
    paid: 0n,
    held: view.held,
    paidAt: BigInt(view.paidAt),
    breaks: [],
    breaksSettled: Number(view.breaksSettled),
  }
}
