import type { Address, Hex, PublicClient } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'

/** What the panel did on chain. */
export interface Verdicts {
  /** The block in which the quorum was reached, by claim. */
  reachedIn: Map<Hex, bigint>
  observations: number
  transactions: number
  /** Transactions of the members that recorded nothing. */
  inVain: number
  gas: bigint
}

/** Reads what was recorded after a block, and the transactions of the members to the escrows. */
export async function readVerdicts(
  client: PublicClient,
  after: bigint,
  escrows: readonly Address[],
  members: readonly Address[],
  quorum: number,
): Promise<Verdicts> {
  const to = await client.getBlockNumber()
  const events = await client.getContractEvents({
    address: [...escrows],
    abi: escrowAbi,
    eventName: 'Observed',
    strict: true,
    fromBlock: after + 1n,
    toBlock: to,
  })
  const reachedIn = new Map<Hex, bigint>()
  const counts = new Map<Hex, number>()
  for (const { args, blockNumber } of events) {
    const count = (counts.get(args.claim) ?? 0) + 1
    counts.set(args.claim, count)
    if (count === quorum) reachedIn.set(args.claim, blockNumber)
  }
  const recording = new Set(events.map(({ transactionHash }) => transactionHash))
  let [transactions, inVain, gas] = [0, 0, 0n]
  for (let number = after + 1n; number <= to; number++) {
    const receipts = await client.request<{
      Method: 'eth_getBlockReceipts'
      Parameters: [Hex]
      ReturnType: { transactionHash: Hex; from: Hex; gasUsed: Hex }[]
    }>({ method: 'eth_getBlockReceipts', params: [`0x${number.toString(16)}`] })
    for (const { transactionHash, from, gasUsed } of receipts) {
      if (!members.some((member) => member.toLowerCase() === from)) continue
      transactions++
      gas += BigInt(gasUsed)
      if (!recording.has(transactionHash)) inVain++
    }
  }
  return { reachedIn, observations: events.length, transactions, inVain, gas }
}
