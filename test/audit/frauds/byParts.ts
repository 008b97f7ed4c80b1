/** The auditor's reading, books and proofs, over all that an endpoint tells of a factory. */
import { numberToHex, pad, type Address, type Hex, type PublicClient, type RpcLog } from 'viem'
import { collect } from '../../../audit/collect/collect.ts'
import type { Finding } from '../../../audit/finding.ts'
import { Books } from '../../../audit/model/books.ts'
import { Callers } from '../../../audit/prove/callers.ts'
import { prove, type ProofQuery } from '../../../audit/prove/prove.ts'
import type { Contracts } from './stage.ts'

type Collected = NonNullable<Awaited<ReturnType<NonNullable<ProofQuery['collected']>['blockOf']>>>

const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

export async function byParts(
  client: PublicClient,
  { factory, implementation, token, block }: Contracts,
  hash: Hex,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const note = (finding: Finding) => void findings.push(finding)
  const origin = { factory, implementation }
  const collection = await collect({ client, origin, fromBlock: block + 1n, pin: { hash }, note })
  try {
    const escrows = []
    for (const subject of collection.subjects) {
      const callers = new Callers(subject, note)
      const books = new Books(subject, {
        note,
        pay: () => undefined,
        contractSignature: ({ claim, place }) =>
          note({ grade: 'fault', rule: 'observe', what: 'not signed', subject: claim, place }),
      })
      for (const entry of collection.entries(subject)) {
        books.apply(entry)
        callers.apply(entry)
      }
      books.finish(collection.pinned)
      await callers.judge(client)
      escrows.push({ subject, state: books.state })
    }
    const logs = await logsOf(
      client,
      factory,
      token,
      escrows.map(({ subject }) => subject.escrow),
      block,
      collection.pinned.number,
    )
    const collected = new Map<bigint, Collected>()
    for (const number of new Set(logs.map((log) => BigInt(log.blockNumber!)))) {
      const some = logs.filter((log) => BigInt(log.blockNumber!) === number)
      const header = await client.getBlock({ blockNumber: number })
      collected.set(number, { hash: header.hash, timestamp: header.timestamp, logs: some as never })
    }
    const query = {
      pinned: collection.pinned,
      hash,
      escrows,
      factory,
      fromBlock: block + 1n,
      collected: { count: logs.length, blockOf: (at: bigint) => collected.get(at) },
    }
    await prove(client, query, note)
    return findings
  } finally {
    collection.close()
  }
}

async function logsOf(
  client: PublicClient,
  factory: Address,
  token: Address,
  escrows: Address[],
  block: bigint,
  to: bigint,
) {
  const request = client.request as (call: object) => Promise<unknown>
  const range = { fromBlock: numberToHex(block + 1n), toBlock: numberToHex(to) }
  const read = async (address: Address | Address[], topics: (Hex | null)[]) =>
    (await request({ method: 'eth_getLogs', params: [{ ...range, address, topics }] })) as RpcLog[]
  const lists = [await read([...escrows, factory], [])]
  for (const escrow of escrows) {
    lists.push(await read(token, [TRANSFER, pad(escrow)]), await read(token, [TRANSFER, null, pad(escrow)]))
  }
  const key = (log: RpcLog) => Number(log.blockNumber) * 1000 + Number(log.logIndex)
  return lists.flat().sort((a, b) => key(a) - key(b))
}
