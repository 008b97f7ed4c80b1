import { numberToHex, type Address, type Hex, type PublicClient } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Note } from '../finding.ts'
import type { Pinned } from '../history.ts'
import type { Statement } from '../result.ts'
import { ask, eachOf, wordSchema } from './ask.ts'
import type { BalanceLayout } from './balanceSlot.ts'
import { Comparer, unlessRefuted, type Made } from './comparer.ts'
import type { Expected } from './escrow.ts'
import { proveHeader, type ProvedHeader } from './header.ts'
import { proveHistory, type CallJudge, type CollectedLogs, type HistoryScope } from './history.ts'
import { auditMembers, type SignedByContract } from './members.ts'
import { comparedState, provenState, type StateReader } from './reader.ts'
import { statedState } from './stated.ts'
import { historyStatement, LEFT_OUT, transactionsStatement, unknownCode } from './statements.ts'

/** What is to be proved, and from what. */
export interface ProofQuery {
  /** The block that was audited, as the endpoint told it. */
  pinned: Pinned
  /** The block's hash from another source than the endpoint; without it nothing can be proved, only checked. */
  hash?: Hex
  /** Of one factory. */
  escrows: readonly Made[]
  factory: Address
  /** Whether the escrows are all that the factory made: then all its logs are accounted for. */
  wholeFactory: boolean
  /** The block of the deployment: no log is older. */
  fromBlock: bigint
  /** The logs that the states were made of, to be proved by the headers and receipts of all blocks; left out = they are not. */
  collected?: CollectedLogs
  /** Judge calls by the transactions of the blocks that they want, where the logs are proved. */
  calls?: readonly CallJudge[]
  expected?: Expected
  /** Observations that members' contracts are said to have signed: with a hash it is proved that they are contracts. */
  signed?: readonly SignedByContract[]
  /** Where assets keep balances, by their addresses in lower case; found out where left out. */
  layouts?: ReadonlyMap<string, BalanceLayout>
  /** Another endpoint that has to say the same. */
  witness?: PublicClient
  progress?: HistoryScope['progress']
  /** What was stated of code, storage and balance of the escrows already: they are not compared again. */
  compared?: readonly Statement[]
  /** Told of each escrow of which code, storage and balance were compared. */
  onCompared?: () => void
}

/** How many escrows are compared side by side. */
const ESCROWS_AT_ONCE = 4

/**
 * Proves what an audit rests on by a block hash, or checks it where there is none: header, history of logs, code, storage, balances.
 * What is not so is noted; the statements say what was proved, what was only checked, and what was left out.
 * @throws {ConnectionError} when an endpoint does not answer; {InputError} when the chain's blocks are of a kind unknown here.
 */
export async function prove(client: PublicClient, query: ProofQuery, note: Note): Promise<Statement[]> {
  const statements: Statement[] = []
  const header = await pin(client, query, note, statements)
  const historyProved = await history(client, header, query, note, statements)
  const { pinned, witness } = query
  let reader = header === undefined ? statedState(client, pinned) : provenState(client, header)
  if (witness !== undefined) {
    const same = await compareBlocks(witness, pinned, note, statements)
    if (same) reader = comparedState(reader, statedState(witness, pinned), note)
  }
  statements.push(...(await members(client, reader, query, note)))
  const compared = query.compared ?? (await compareAll(client, reader, query, historyProved, note))
  return [...statements, ...compared, ...unknownCode(query.expected ?? {}), LEFT_OUT]
}

/** Compares code, storage and balances of all escrows. */
async function compareAll(
  client: PublicClient,
  reader: StateReader,
  query: ProofQuery,
  historyProved: boolean,
  note: Note,
): Promise<Statement[]> {
  const { escrows, pinned, fromBlock, expected = {}, layouts } = query
  const comparer = new Comparer(client, reader, {
    number: pinned.number,
    fromBlock,
    expected,
    ...(layouts === undefined ? {} : { layouts }),
    holdersOf: (asset) => holdersOf(query, asset),
    historyProved,
  })
  const compareOne = async (one: Made): Promise<Statement[]> => {
    const stated = await comparer.compare(one, note)
    query.onCompared?.()
    return stated
  }
  // What the first finds out of its asset serves the others.
  const first = await eachOf(escrows.slice(0, 1), compareOne)
  return [...first, ...(await eachOf(escrows.slice(1), compareOne, ESCROWS_AT_ONCE))].flat()
}

/** Whether members that are said to have signed as contracts are some; nothing is said where nothing is proved. */
async function members(
  client: PublicClient,
  reader: StateReader,
  { signed = [], pinned }: ProofQuery,
  note: Note,
): Promise<Statement[]> {
  if (reader.standing !== 'proved' || signed.length === 0) return []
  const what = 'members whose observations no key signed are contracts'
  const statement = await unlessRefuted(
    what,
    async () => {
      await auditMembers(client, reader, signed, pinned.number, note)
      const how = 'By the hash of their code at the audited block. What they took as signed is as the endpoint says.'
      return { what, standing: 'proved', how }
    },
    {},
    note,
  )
  return [statement]
}

/** Who may hold an asset: whoever has to do with one of its escrows. Once all is paid out, the escrows themselves do not. */
function* holdersOf({ escrows }: ProofQuery, asset: Address): Generator<Address, void> {
  for (const { subject, state } of escrows) {
    if (subject.terms.asset.toLowerCase() !== asset.toLowerCase()) continue
    yield* [subject.escrow, ...state.shares.keys(), ...state.owed.keys(), ...subject.terms.panel]
    for (const { solver, payee } of state.claims.values()) yield* [solver, payee]
  }
}

/** The proved header of the audited block, where there is a hash and the endpoint's header has it. */
async function pin(
  client: PublicClient,
  { hash, pinned }: ProofQuery,
  note: Note,
  statements: Statement[],
): Promise<ProvedHeader | undefined> {
  const what = `block ${pinned.number} is the one that the chain has`
  if (hash === undefined) {
    const how = 'No block hash was supplied: the endpoint could have invented all of it.'
    statements.push({ what, standing: 'assumed', how })
    return undefined
  }
  const header = await proveHeader(client, hash, note)
  if (header === undefined) {
    statements.push({ what, standing: 'assumed', how: 'The endpoint gave another header than that of the block hash.' })
    return undefined
  }
  const differ = (field: string, expected: string, actual: string): void => {
    if (expected === actual) return
    const text = `The endpoint told another ${field} of the audited block than its hash proves.`
    note({ grade: 'fault', rule: 'proof', what: text, expected, actual })
  }
  differ('number', `${header.number}`, `${pinned.number}`)
  differ('time', `${header.timestamp}`, `${pinned.timestamp}`)
  differ('hash', header.hash, pinned.hash.toLowerCase())
  const how = 'Its header was hashed and gives the block hash that the auditor supplied.'
  statements.push({ what: `block ${header.number} is the one with the supplied hash`, standing: 'proved', how })
  return header
}

/** Whether the logs are proved to be all there are, and to be as they were collected. */
async function history(
  client: PublicClient,
  header: ProvedHeader | undefined,
  { factory, wholeFactory, escrows, fromBlock, collected, calls = [], progress, pinned }: ProofQuery,
  note: Note,
  statements: Statement[],
): Promise<boolean> {
  const range = { fromBlock, toBlock: pinned.number }
  if (header === undefined || collected === undefined) {
    statements.push(historyStatement(range, undefined))
    return false
  }
  let faults = 0
  const counting: Note = (finding) => {
    faults++
    note(finding)
  }
  const scope = {
    factory,
    wholeFactory,
    fromBlock,
    calls,
    escrows: escrows.map(({ subject: { escrow, terms } }) => ({ escrow, asset: terms.asset })),
    ...(progress === undefined ? {} : { progress }),
  }
  const proved = await proveHistory(client, header, collected, scope, counting)
  statements.push(historyStatement(range, proved), transactionsStatement(proved))
  return proved.whole && faults === 0
}

/** Whether the witness has the audited block; notes where it has another at its number. */
async function compareBlocks(
  witness: PublicClient,
  { number, hash }: Pinned,
  note: Note,
  statements: Statement[],
): Promise<boolean> {
  const schema = z.object({ hash: wordSchema }).nullable()
  const block = await ask(witness, 'eth_getBlockByNumber', [numberToHex(number), false], schema)
  if (block === null) throw new ConnectionError(`The second endpoint does not have block ${number}.`)
  const what = 'two endpoints say the same'
  if (block.hash !== hash.toLowerCase()) {
    const place = { blockNumber: number }
    const text = `The two endpoints have different blocks ${number}.`
    note({ grade: 'fault', rule: 'endpoint', what: text, place, expected: hash, actual: block.hash })
    statements.push({ what, standing: 'assumed', how: 'They have different blocks: nothing else was compared.' })
    return false
  }
  const how = 'The block hash, code and every storage slot that was read were compared with those of a second endpoint.'
  statements.push({ what, standing: 'checked', how })
  return true
}
