import { erc20Abi, parseEventLogs, type Address, type PublicClient } from 'viem'
import { escrowAbi, type Terms } from '../../sdk/index.ts'
import { priceAt } from './expected.ts'
import { Replay } from './replay.ts'

/** What the logs of an escrow say, and whether the chain agrees. */
export interface Audit {
  readonly replay: Replay
  /** Blocks with events of the escrow, each of them checked. */
  readonly blocks: number
  /** What is wrong, in words; empty = nothing. */
  readonly findings: readonly string[]
}

/**
 * Replays an escrow's logs and holds them against the chain after every block in which something happened: S1 the balance covers
 * what everybody can still claim, S2 nothing was made or lost, and at the end S3 what was paid is G(x).
 */
export async function audit(
  client: PublicClient,
  address: Address,
  terms: Terms,
  accounts: readonly Address[],
): Promise<Audit> {
  const logs = parseEventLogs({ abi: escrowAbi, logs: await client.getLogs({ address, fromBlock: 0n }) })
  const replay = new Replay(terms)
  const findings: string[] = []
  const note = (holds: boolean, finding: string): void => {
    if (!holds) findings.push(finding)
  }
  const blocks = [...new Set(logs.map((log) => log.blockNumber))]
  for (const blockNumber of blocks) {
    for (const log of logs.filter((one) => one.blockNumber === blockNumber)) replay.apply(log)
    const at = { blockNumber } as const
    const escrow = { address, abi: escrowAbi, ...at } as const
    const [balance, refundable, held, ...owed] = await Promise.all([
      client.readContract({ address: terms.asset, abi: erc20Abi, functionName: 'balanceOf', args: [address], ...at }),
      client.readContract({ ...escrow, functionName: 'refundable' }),
      client.readContract({ ...escrow, functionName: 'held' }),
      ...accounts.map((account) => client.readContract({ ...escrow, functionName: 'owed', args: [account] })),
    ])
    const owedInAll = owed.reduce((a, b) => a + b, 0n)
    const claimable = refundable - replay.refunded + owedInAll + held + replay.openFees
    note(balance >= claimable, `S1: block ${blockNumber} has ${balance}, but ${claimable} can be claimed`)
    note(balance === replay.balance, `S2: block ${blockNumber} has ${balance}, the logs say ${replay.balance}`)
    note(claimable === replay.claimable, `S2: block ${blockNumber} says ${claimable}, the logs ${replay.claimable}`)
    note(balance === claimable, `S2: block ${blockNumber} has ${balance}, accounted for is ${claimable}`)
    note(held === replay.held, `held: block ${blockNumber} says ${held}, the logs ${replay.held}`)
    for (const [i, account] of accounts.entries()) {
      const expected = replay.owed.get(account) ?? 0n
      note(owed[i] === expected, `owed to ${account}: block ${blockNumber} says ${owed[i]}, the logs ${expected}`)
    }
  }
  const points = terms.curve.map(({ measurement, price }) => [measurement, price] as const)
  const price = priceAt(points, replay.progress)
  const due = price < replay.pledged ? price : replay.pledged
  note(replay.paid === due, `S3: ${replay.paid} was paid, G(x) is ${due}`)
  return { replay, blocks: blocks.length, findings }
}
