import type { Address, PublicClient } from 'viem'
import type { Finding, Note } from '../finding.ts'
import type { Subject } from '../history.ts'
import type { EscrowState } from '../model/state.ts'
import type { Statement } from '../result.ts'
import { eachOf } from './ask.ts'
import { auditBalance } from './balance.ts'
import type { BalanceLayout } from './balanceSlot.ts'
import { auditCode, auditStorage, type Expected } from './escrow.ts'
import type { StateReader } from './reader.ts'
import { codeStatement, storageStatement } from './statements.ts'
import { Refuted } from './trie.ts'

/** An escrow, and what its events make of it. */
export interface Made {
  subject: Subject
  state: EscrowState
}

/** With what escrows are compared. */
export interface Comparison {
  /** Of the audited block. */
  number: bigint
  /** The block of the deployment: no log is older. */
  fromBlock: bigint
  expected: Expected
  /** Where assets keep balances, by their addresses in lower case; found out where left out. */
  layouts?: ReadonlyMap<string, BalanceLayout>
  /** Who may hold an asset: whoever has to do with one of its escrows. */
  holdersOf: (asset: Address) => Iterable<Address>
  /** Whether the logs are proved to be all there are. */
  historyProved: boolean
}

/** Compares what events make of escrows with what a reader reads: code, storage and balance. */
export class Comparer {
  readonly #client: PublicClient
  readonly #reader: StateReader
  readonly #with: Comparison
  /** What is found out of an asset serves its other escrows. */
  readonly #found = new Map<string, BalanceLayout>()

  constructor(client: PublicClient, reader: StateReader, comparison: Comparison) {
    this.#client = client
    this.#reader = reader
    this.#with = comparison
  }

  /**
   * Notes what is not so. @returns what was compared.
   * @throws {ConnectionError} when the endpoint does not answer.
   */
  async compare({ subject, state }: Made, note: Note): Promise<Statement[]> {
    const { escrow, terms } = subject
    const reader = this.#reader
    const { layouts, holdersOf, expected, ...given } = this.#with
    const attempt = (what: string, job: (note: Note) => Promise<Statement>) => async () => {
      const findings: Finding[] = []
      const take: Note = (finding) => findings.push(finding)
      return { statement: await unlessRefuted(what, () => job(take), { escrow }, take), findings }
    }
    const code = attempt(`the code of the escrow ${escrow}`, async (take) => {
      const compared = await auditCode(reader, subject, expected, take)
      return codeStatement(reader.standing, subject, compared)
    })
    const storage = attempt(`the storage of the escrow ${escrow}`, async (take) => {
      const slots = await auditStorage(reader, subject, state, take)
      return storageStatement(reader.standing, subject, slots)
    })
    const balance = attempt(`the balance of the escrow ${escrow}`, (take) => {
      const layout = layouts?.get(terms.asset.toLowerCase())
      const asked = { ...given, holders: holdersOf(terms.asset), found: this.#found }
      const settings = { ...asked, ...(layout === undefined ? {} : { layout }) }
      return auditBalance(this.#client, reader, subject, state, settings, take)
    })
    // Nodes take long for a proof: those that serve several questions are not asked for twice.
    const atOnce = reader.standing === 'proved' ? 1 : 3
    const parts = await eachOf([code, storage, balance], (part) => part(), atOnce)
    for (const { findings } of parts) findings.forEach(note)
    return parts.map(({ statement }) => statement)
  }
}

/** What `job` states; where a proof does not hold, that is noted, and nothing is known. */
export async function unlessRefuted(
  what: string,
  job: () => Promise<Statement>,
  about: Pick<Finding, 'escrow'>,
  note: Note,
): Promise<Statement> {
  try {
    return await job()
  } catch (error) {
    if (!(error instanceof Refuted)) throw error
    note({ grade: 'fault', rule: 'proof', ...about, what: error.message })
    return { what, standing: 'assumed', how: 'The endpoint gave a proof that does not hold.' }
  }
}
