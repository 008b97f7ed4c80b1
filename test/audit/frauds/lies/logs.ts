/** Endpoints that lie about logs, but not in receipts: what the receipts root proves tells them. */
import { numberToHex, pad, type Hex, type RpcLog } from 'viem'
import { first, firstOf, is, onLogs, without, withWord, type ChangeLogs, type Lie } from '../lie.ts'

const hides = (what: string, name: string, of?: 'escrow' | 'token' | 'factory'): Lie => ({
  name: `hides ${what}`,
  how: `Logs of ${name} are left out.`,
  rules: ['logs'],
  behave: onLogs(without(is(name, of))),
})

const says = (name: string, how: string, change: ChangeLogs): Lie => ({
  name,
  how,
  rules: ['logs'],
  behave: onLogs(change),
})

const more = (word: bigint) => word + 1n

/** Two logs that follow one another in a block have changed places, their numbers with them. */
const swapped: ChangeLogs = (logs) => {
  const at = logs.findIndex((log, i) => i > 0 && logs[i - 1]!.blockNumber === log.blockNumber)
  if (at < 1) return [...logs]
  const [a, b] = [logs[at - 1]!, logs[at]!]
  const changed = [...logs]
  changed[at - 1] = { ...b, logIndex: a.logIndex }
  changed[at] = { ...a, logIndex: b.logIndex }
  return changed
}

const moved =
  (by: bigint) =>
  (log: RpcLog): RpcLog => ({ ...log, blockNumber: numberToHex(BigInt(log.blockNumber ?? '0x0') + by) })

const HASH: Hex = `0x${'ab'.repeat(32)}`

export const LOG_LIES: Lie[] = [
  hides('a filed claim', 'Filed'),
  hides('an observation', 'Observed'),
  hides('the end of pledging', 'Passed'),
  hides('a challenge', 'Challenged'),
  hides('a ruling', 'Ruled'),
  hides('a settlement', 'Settled'),
  hides('a broken claim', 'BreakSettled'),
  hides('a release', 'Released'),
  hides('a collection', 'Collected'),
  hides('an assignment', 'Assigned'),
  hides('a pledge', 'Deposit'),
  hides('a refund', 'Withdraw'),
  hides('transfers of shares', 'Transfer'),
  hides('transfers of the asset', 'Transfer', 'token'),
  hides('that the escrow was created', 'Created', 'factory'),
  says('hides the last log', 'The last log of each answer is left out.', (logs) => logs.slice(0, -1)),
  says('cuts answers off', 'Of each answer only the first half is given.', (logs) =>
    logs.slice(0, Math.ceil(logs.length / 2)),
  ),
  says('has no logs', 'There are none, of nothing.', () => []),
  says(
    'says that less was pledged',
    'The amount of a pledge is changed.',
    first(is('Deposit'), (log) => ({ ...log, data: withWord(log.data, 0, (word) => word - 1n) })),
  ),
  says(
    'says that more was paid',
    'The amount of a settlement is changed.',
    first(is('Settled'), (log) => ({ ...log, data: withWord(log.data, 2, more) })),
  ),
  says(
    'says that more was collected',
    'The amount of a collection is changed.',
    first(is('Collected'), (log) => ({ ...log, data: withWord(log.data, 0, more) })),
  ),
  says(
    'says that more of the asset came',
    'The amount of a transfer of the asset is changed.',
    first(is('Transfer', 'token'), (log) => ({ ...log, data: withWord(log.data, 0, more) })),
  ),
  says(
    'tells of another payee',
    'The payee of a settlement is changed.',
    first(is('Settled'), (log, { life }) => ({
      ...log,
      topics: [log.topics[0]!, log.topics[1]!, pad(life.of('insider')).toLowerCase() as Hex],
    })),
  ),
  says(
    'changes a measurement',
    'The measurement of an observation is changed.',
    first(is('Observed'), (log) => ({ ...log, data: withWord(log.data, 0, more) })),
  ),
  says(
    'changes a signature',
    'A byte of an observation’s signature is changed.',
    first(is('Observed'), (log) => ({ ...log, data: withWord(log.data, 4, (word) => word ^ 1n) })),
  ),
  says(
    'changes a ruling',
    'The measurement of a ruling is changed.',
    first(is('Ruled'), (log) => ({ ...log, data: withWord(log.data, 0, more) })),
  ),
  says(
    'changes a place in the docket',
    'The index of a filed claim is changed.',
    first(is('Filed'), (log) => ({ ...log, data: withWord(log.data, 0, more) })),
  ),
  says(
    'invents a pledge',
    'A pledge is told twice, the second time under a number of its own.',
    first(is('Deposit'), (log) => [log, { ...log, logIndex: numberToHex(90) }]),
  ),
  says(
    'invents a collection',
    'A collection is told again in the next block.',
    first(is('Collected'), (log) => [log, moved(1n)(log)]),
  ),
  says(
    'gives a log twice',
    'A log stands twice in an answer.',
    first(is('Settled'), (log) => [log, log]),
  ),
  says('gives logs backwards', 'Logs come in the reverse order.', (logs) => [...logs].reverse()),
  says('swaps two events', 'Two events of a transaction have changed places, with their numbers.', swapped),
  says('moves a log to another block', 'A log is told of the block before.', first(is('Collected'), moved(-1n))),
  says(
    'changes a log’s number',
    'The number of a log in its block is another.',
    first(is('Collected'), (log) => ({ ...log, logIndex: numberToHex(7) })),
  ),
  says('gives another block’s hash', 'Logs name a block that is not on the chain.', (logs) =>
    logs.map((log) => ({ ...log, blockHash: HASH })),
  ),
  says(
    'names another transaction',
    'A log is told of another transaction.',
    first(is('Collected'), (log) => ({ ...log, transactionHash: HASH })),
  ),
  says(
    'shows another contract’s logs as the escrow’s',
    'A pledge into another escrow is told of this one.',
    (logs, scene) => {
      const at = firstOf(logs, is('Deposit'), scene)
      return logs.flatMap((log, i) =>
        i === at ? [log, { ...log, address: scene.escrow, logIndex: numberToHex(9) }] : log,
      )
    },
  ),
  says('says that logs were removed', 'Each log is told to be of a block that is no longer on the chain.', (logs) =>
    logs.map((log) => ({ ...log, removed: true })),
  ),
]
