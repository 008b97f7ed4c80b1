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
  /** Places at which something is proved: assertions, and the ends of loops. */
  places: number
  /** How often loops are unrolled, which must be once more than they ever run. */
  rounds: number
  /** Whether a run with one round less must fail, which shows that a loop that is too long is noticed. */
  tight?: true
  /** Whether pointers must be written out: see `withoutPointers`. */
  writtenOut?: true
  /** Whether it is also asked if any sum, difference, product or quotient fails. */
  arithmetic?: true
  /** With it some assertion must be found to be false. */
  bug: Bug
}

const DOCKET = 'contracts/parts/Docket.sol'
const CURVE = 'contracts/parts/Curve.sol'
const POOL = 'contracts/parts/Pool.sol'

export const HARNESSES: readonly Harness[] = [
  {
    name: 'Order',
    proves: 'Q1, Q2: the docket settles at each place what was filed there, in order and once',
    places: 13,
    rounds: 1,
    arithmetic: true,
    bug: { file: DOCKET, from: 'key = _queue[0][_settled];', to: 'key = _queue[0][_filed - 1];' },
  },
  {
    name: 'BreakOrder',
    proves: 'Q1, Q2: so do the break claims against each target',
    places: 14,
    rounds: 1,
    writtenOut: true,
    arithmetic: true,
    bug: { file: DOCKET, from: '++queue.settled;', to: 'queue.settled += 2;' },
  },
  {
    name: 'Once',
    proves: 'Q2: each key is filed once and settled once, never unfiled',
    places: 3,
    rounds: 3,
    writtenOut: true,
    bug: { file: DOCKET, from: 'claim.settled = true;', to: '' },
  },
  {
    name: 'Phases',
    proves: 'phases are those of protocol.md at every second, time never takes one back',
    places: 10,
    rounds: 1,
    arithmetic: true,
    bug: { file: DOCKET, from: 'if (claim.ruled) return Phase.Decided;', to: '' },
  },
  {
    name: 'Transitions',
    proves: 'calls make legal changes of phase only (quorums up to 3)',
    places: 4,
    rounds: 3,
    writtenOut: true,
    bug: {
      file: DOCKET,
      from: 'if (!_markSettled(_claims[key], clocks)) return 0;\n        ++_settled',
      to: '_claims[key].settled = true;\n        ++_settled',
    },
  },
  {
    name: 'Verdicts',
    proves: 'V1, V2: the k-th highest observation, at most the highest, falling by a ruling only (quorums up to 3)',
    places: 7,
    rounds: 3,
    writtenOut: true,
    bug: { file: DOCKET, from: 'if (above >= measurement) break;', to: 'if (above < measurement) break;' },
  },
  {
    name: 'Ledger',
    proves: 'S1, S2: no step makes or loses money, or moves anybody else’s',
    places: 39,
    rounds: 1,
    arithmetic: true,
    bug: { file: POOL, from: 'returned = amount - taken;', to: 'returned = amount;' },
  },
  {
    name: 'Fees',
    proves: 'S2: fees are shared to the last unit (panels of 1 and 3)',
    places: 11,
    rounds: 4,
    writtenOut: true,
    arithmetic: true,
    bug: { file: POOL, from: 'rest -= part;', to: 'rest -= fee;' },
  },
  {
    name: 'Curves',
    proves: 'S3: the price never falls and ends at the last one (curves of up to 3 points)',
    places: 4,
    rounds: 4,
    bug: {
      file: CURVE,
      from: 'while (i < curve.length && curve[i].measurement <= m)',
      to: 'while (i < curve.length && curve[i].measurement < m)',
    },
  },
  {
    name: 'Progress',
    proves: 'S3: progress never falls; paid and refundable are what was pledged (a prize)',
    places: 7,
    rounds: 2,
    bug: { file: POOL, from: 'last = _min(x + m, last);', to: 'last = x + m;' },
  },
  {
    name: 'Ranking',
    proves: 'contests rank the best, ties to the earlier (up to 3 prizes)',
    places: 12,
    rounds: 3,
    tight: true,
    arithmetic: true,
    bug: { file: POOL, from: '_ranks[i - 1].score < score; --i', to: '_ranks[i - 1].score <= score; --i' },
  },
]
