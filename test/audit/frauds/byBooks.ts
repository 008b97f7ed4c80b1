/** The auditor's books alone, over all logs as the chain gives them. */
import { getAddress, parseAbi, parseEventLogs, type Address } from 'viem'
import type { Finding } from '../../../audit/finding.ts'
import type { Entry } from '../../../audit/history.ts'
import { Books } from '../../../audit/model/books.ts'
import { decodeEvent } from '../../../sdk/events/event.ts'
import { termsOfCode } from '../../../sdk/model/escrowAddress.ts'
import type { Life } from './life.ts'

const transferAbi = parseAbi(['event Transfer(address indexed from, address indexed to, uint256 value)'])

/** What the books of the life's escrow find. */
export async function byBooks(life: Life): Promise<Finding[]> {
  const { client } = life.stage
  const { factory, implementation, token, block } = life.contracts
  const escrow: Address = life.escrow
  const code = await client.getCode({ address: escrow })
  const logs = await client.getLogs({ fromBlock: block + 1n })
  const findings: Finding[] = []
  const times = new Map<bigint, bigint>()
  const subject = {
    chainId: await client.getChainId(),
    factory,
    implementation,
    escrow,
    terms: termsOfCode(code!),
    document: undefined,
    created: undefined,
  }
  const books = new Books(subject, {
    note: (finding) => findings.push(finding),
    pay: () => undefined,
    contractSignature: ({ claim, place }) =>
      findings.push({ grade: 'fault', rule: 'observe', what: 'not signed', subject: claim, place }),
  })
  for (const log of logs) {
    const { blockNumber, blockHash, transactionHash, logIndex } = log
    const timestamp = times.get(blockNumber) ?? (await client.getBlock({ blockNumber })).timestamp
    times.set(blockNumber, timestamp)
    const place = { blockNumber, blockHash, transactionHash, logIndex, timestamp }
    if (getAddress(log.address) === escrow) {
      const event = decodeEvent(log)
      if (event !== undefined) books.apply({ ...event, ...place, address: escrow } as Entry)
    } else if (getAddress(log.address) === token) {
      const [transfer] = parseEventLogs({ abi: transferAbi, logs: [log] })
      if (transfer === undefined) continue
      const { from, to, value } = transfer.args
      if (from === escrow || to === escrow) books.apply({ eventName: 'AssetTransfer', from, to, amount: value, ...place })
    }
  }
  const last = await client.getBlock()
  books.finish({ number: last.number, hash: last.hash, timestamp: last.timestamp })
  return findings
}
