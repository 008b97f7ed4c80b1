/** The auditor's books and proofs, over all that an endpoint tells of one escrow. */
import {
  decodeEventLog,
  erc20Abi,
  numberToHex,
  pad,
  type Address,
  type Hex,
  type PublicClient,
  type RpcLog,
} from 'viem'
import type { Finding } from '../../../audit/finding.ts'
import type { Entry } from '../../../audit/history.ts'
import { Books } from '../../../audit/model/books.ts'
import { Callers } from '../../../audit/judge/callers.ts'
import type { CollectedLogs } from '../../../audit/prove/history.ts'
import { prove } from '../../../audit/prove/prove.ts'
import { decodeEvent } from '../../../sdk/events/event.ts'
import { termsOfCode } from '../../../sdk/model/escrowAddress.ts'
import type { Contracts } from './stage.ts'

export async function byParts(
  client: PublicClient,
  escrow: Address,
  { factory, implementation, token, block }: Contracts,
  hash: Hex,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const note = (finding: Finding) => void findings.push(finding)
  const request = client.request as (call: object) => Promise<unknown>
  const [{ number, timestamp }, code] = await Promise.all([
    client.getBlock({ blockHash: hash }),
    client.getCode({ address: escrow }),
  ])
  const range = { fromBlock: numberToHex(block + 1n), toBlock: numberToHex(number) }
  const read = async (address: Address | Address[], topics: (Hex | null)[]) =>
    (await request({ method: 'eth_getLogs', params: [{ ...range, address, topics }] })) as RpcLog[]
  const transfer = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
  const logs = [
    ...(await read([escrow, factory], [])),
    ...(await read(token, [transfer, pad(escrow)])),
    ...(await read(token, [transfer, null, pad(escrow)])),
  ]
  const byBlock = new Map<bigint, RpcLog[]>()
  for (const log of logs) {
    const at = BigInt(log.blockNumber!)
    byBlock.set(at, [...(byBlock.get(at) ?? []), log])
  }
  const subject = {
    chainId: 31_337,
    factory,
    implementation,
    escrow,
    terms: termsOfCode(code!),
    document: undefined,
    created: undefined,
  }
  const books = new Books(subject, {
    note,
    pay: () => undefined,
    contractSignature: ({ claim, place }) =>
      note({ grade: 'fault', rule: 'observe', what: 'not signed', subject: claim, place }),
  })
  const callers = new Callers(subject, note)
  const collected = new Map<bigint, NonNullable<Awaited<ReturnType<CollectedLogs['blockOf']>>>>()
  for (const [at, some] of [...byBlock].sort(([a], [b]) => Number(a - b))) {
    const header = await client.getBlock({ blockNumber: at })
    collected.set(at, { hash: header.hash, timestamp: header.timestamp, logs: some as never })
    for (const log of some.sort((a, b) => Number(a.logIndex) - Number(b.logIndex))) {
      const place = {
        blockNumber: at,
        blockHash: log.blockHash!,
        transactionHash: log.transactionHash!,
        logIndex: Number(log.logIndex),
        timestamp: header.timestamp,
      }
      if (BigInt(log.address) === BigInt(token)) {
        const { args } = decodeEventLog({
          abi: erc20Abi,
          eventName: 'Transfer',
          data: log.data,
          topics: log.topics as [],
        })
        books.apply({ eventName: 'AssetTransfer', from: args.from, to: args.to, amount: args.value, ...place })
      } else if (BigInt(log.address) === BigInt(escrow)) {
        const event = decodeEvent(log as { address: Address; topics: Hex[]; data: Hex })
        if (event === undefined) continue
        const entry = { ...event, address: escrow, ...place } as Entry
        books.apply(entry)
        callers.apply(entry)
      }
    }
  }
  books.finish({ number, hash, timestamp })
  const query = {
    pinned: { number, hash, timestamp },
    hash,
    escrows: [{ subject, state: books.state }],
    factory,
    wholeFactory: true,
    fromBlock: block + 1n,
    collected: { count: logs.length, blockOf: (at: bigint) => collected.get(at) },
  }
  await callers.judge(client)
  await prove(client, query, note)
  return findings
}
