/** What the model checker proves of the import-free parts, and a bug for each proof that must break it. */

/** A change to a file of contracts/. */
export interface Bug {
  file: string
  from: string
  to: string
}

export interface Harness {
  /** Of the contract, and of its file in harness/. */
  name: string
  proves: string
  /** Assertions in it: the checker must answer as many. */
  assertions: number
  /** How often loops may repeat: the length of what they run over. */
  rounds: number
  /** Whether pointers must be written out: see `withoutPointers`. */
  writtenOut?: true
  /** What is asked; assertions if nothing is said. */
  targets?: string[]
  /** With it some assertion must be found to be false. */
  bug: Bug
}

const DOCKET = 'contracts/parts/Docket.sol'
const POOL = 'contracts/parts/Pool.sol'

export const HARNESSES: readonly Harness[] = [
  {
    name: 'Order',
    proves: 'Q1, Q2: the docket settles at each place what was filed there, in order and once',
    assertions: 5,
    rounds: 0,
    bug: { file: DOCKET, from: 'key = _queue[0][_settled];', to: 'key = _queue[0][_filed - 1];' },
  },
  {
    name: 'BreakOrder',
    proves: 'Q1, Q2: so do the break claims against each target',
    assertions: 5,
    rounds: 0,
    writtenOut: true,
    bug: { file: DOCKET, from: '++queue.settled;', to: 'queue.settled += 2;' },
  },
  {
    name: 'Once',
    proves: 'Q2: each key is filed once and settled once, never unfiled',
    assertions: 2,
    rounds: 3,
    writtenOut: true,
    bug: { file: DOCKET, from: 'claim.settled = true;', to: '' },
  },
  {
    name: 'Phases',
    proves: 'phases are those of protocol.md, time never takes one back, calls make legal changes only',
    assertions: 5,
    rounds: 3,
    writtenOut: true,
    bug: { file: DOCKET, from: 'if (claim.ruled) return Phase.Decided;', to: '' },
  },
  {
    name: 'Verdicts',
    proves: 'V1, V2: the k-th highest observation, at most the highest, falling by a ruling only',
    assertions: 6,
    rounds: 3,
    writtenOut: true,
    bug: { file: DOCKET, from: 'if (above >= measurement) break;', to: 'if (above < measurement) break;' },
  },
  {
    name: 'Ledger',
    proves: 'S1, S2: no step makes or loses money, or moves anybody else’s',
    assertions: 9,
    rounds: 0,
    bug: { file: POOL, from: 'returned = amount - taken;', to: 'returned = amount;' },
  },
  {
    name: 'Fees',
    proves: 'S2: fees are shared to the last unit',
    assertions: 1,
    rounds: 3,
    writtenOut: true,
    bug: { file: POOL, from: 'rest -= part;', to: '' },
  },
  {
    name: 'Progress',
    proves: 'S3: progress never falls; paid and refundable are what was pledged',
    assertions: 4,
    rounds: 1,
    bug: { file: POOL, from: 'last = _min(x + m, last);', to: 'last = x + m;' },
  },
  {
    name: 'Ranking',
    proves: 'contests rank the best, ties to the earlier',
    assertions: 3,
    rounds: 3,
    bug: { file: POOL, from: '_ranks[i - 1].score < score; --i', to: '_ranks[i - 1].score <= score; --i' },
  },
]
