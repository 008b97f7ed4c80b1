/**
 * What the independent calculation knows: the figures of the six commitments and what happens to them, written down by hand and
 * not read from the files, the SDK or the chain. The measurements of B and C are those that the exact bounds are known to give.
 */
import type { ExpectedOutcome } from './expected.ts'

export const HOSTILE = 'panel-3'
const panel = (size: number): string[] => Array.from({ length: size }, (_, i) => `panel-${i + 1}`)
/** Whole tokens as base units. */
export const usdc = (whole: bigint): bigint => whole * 1_000_000n
const all = (measurement: bigint, members: readonly string[]): Record<string, bigint> =>
  Object.fromEntries(members.map((member) => [member, measurement]))
const common = { arbiter: 'arbiter', holdback: 0n }

const SIX_OF_SEVEN = panel(7).filter((member) => member !== HOSTILE)
const FOUR_OF_FIVE = panel(5).filter((member) => member !== HOSTILE)
const TWO_OF_THREE = ['panel-1', 'panel-2']

const A: ExpectedOutcome = {
  ...common,
  rule: 'Record',
  points: [[365n, usdc(25_000_000n)]],
  minStep: 365n,
  threshold: usdc(25_000_000n),
  members: panel(7),
  quorum: 4,
  claimFee: usdc(35_000n),
  challengeFee: usdc(50_000n),
  holdback: 4_000n,
  pledges: { Ada: usdc(10_000_000n), Ben: usdc(8_000_000n), Cleo: usdc(7_000_000n) },
  claims: [
    {
      solver: 'Sol',
      payee: 'Sol',
      observed: { ...all(380n, SIX_OF_SEVEN), [HOSTILE]: 0n },
      breaks: [
        { solver: 'Max', payee: 'Max', observed: { ...all(0n, SIX_OF_SEVEN), [HOSTILE]: 1n } },
        { solver: 'Rea', payee: 'Rea', observed: { ...all(1n, SIX_OF_SEVEN), [HOSTILE]: 0n } },
      ],
    },
  ],
}

const B: ExpectedOutcome = {
  ...common,
  rule: 'Record',
  points: [
    [2_000n, 0n],
    [9_000n, usdc(8_000_000n)],
  ],
  minStep: 50n,
  threshold: usdc(4_000_000n),
  members: panel(5),
  quorum: 3,
  claimFee: usdc(10_000n),
  challengeFee: usdc(20_000n),
  pledges: { Ada: usdc(3_000_000n), Ben: usdc(3_000_000n), Cleo: usdc(2_000_000n) },
  claims: [
    { solver: 'Sol', payee: 'Sol', observed: { ...all(8_789n, FOUR_OF_FIVE), [HOSTILE]: 0n } },
    {
      solver: 'Max',
      payee: 'Max',
      observed: { ...all(0n, FOUR_OF_FIVE), [HOSTILE]: 10_000n },
      challenger: 'Max',
      ruling: 0n,
    },
    {
      solver: 'Sol',
      payee: 'Sol',
      observed: { ...all(8_905n, TWO_OF_THREE), [HOSTILE]: 0n },
      challenger: 'Sol',
      ruling: 8_905n,
    },
  ],
}

const C: ExpectedOutcome = {
  ...common,
  rule: 'Contest',
  points: [
    [0n, 0n],
    [1n, usdc(2_000_000n)],
    [2n, usdc(3_000_000n)],
    [3n, usdc(3_500_000n)],
  ],
  minStep: 9_400n,
  threshold: usdc(3_500_000n),
  members: panel(5),
  quorum: 3,
  claimFee: usdc(5_000n),
  challengeFee: usdc(10_000n),
  pledges: { Ada: usdc(1_500_000n), Ben: usdc(1_250_000n), Cleo: usdc(750_000n) },
  claims: [
    { solver: 'Sol', payee: 'Sol', observed: { ...all(9_615n, FOUR_OF_FIVE), [HOSTILE]: 0n } },
    { solver: 'Tess', payee: 'Tess', observed: { ...all(9_615n, FOUR_OF_FIVE), [HOSTILE]: 0n } },
    { solver: 'Max', payee: 'Max', observed: { ...all(0n, FOUR_OF_FIVE), [HOSTILE]: 10_000n } },
    { solver: 'Tess', payee: 'Tess', observed: { ...all(9_375n, FOUR_OF_FIVE), [HOSTILE]: 0n } },
  ],
}

/** Server-months of each monthly batch, how many members observed it, and who is paid. */
export const BATCHES = [
  { units: 4_000n, honest: TWO_OF_THREE, payee: 'Tess' },
  { units: 5_500n, honest: TWO_OF_THREE, payee: 'Tess' },
  { units: 1_000n, honest: TWO_OF_THREE, payee: 'Ivy' },
  { units: 24_500n, honest: TWO_OF_THREE, payee: 'Tess' },
  { units: 24_500n, honest: ['panel-2'], payee: 'Tess' },
  { units: 1_000n, honest: TWO_OF_THREE, payee: 'Tess' },
] as const
/** What the hostile member signs for every batch. */
export const BOAST = 60_000n

const D: ExpectedOutcome = {
  ...common,
  rule: 'Units',
  points: [
    [0n, 0n],
    [10_000n, usdc(3_500_000n)],
    [30_000n, usdc(6_500_000n)],
    [60_000n, usdc(8_000_000n)],
  ],
  minStep: 250n,
  threshold: usdc(1_000_000n),
  members: panel(3),
  quorum: 2,
  claimFee: usdc(300n),
  challengeFee: usdc(2_000n),
  pledges: { Ada: usdc(4_000_000n), Ben: usdc(2_500_000n), Cleo: usdc(1_500_000n) },
  claims: BATCHES.map(({ units, honest, payee }) => ({
    solver: 'Tess',
    payee,
    observed: { ...all(units, honest), [HOSTILE]: BOAST },
  })),
}

const E: ExpectedOutcome = {
  ...common,
  rule: 'Record',
  points: [
    [0n, 0n],
    [1_900n, usdc(8_000_000n)],
  ],
  minStep: 50n,
  threshold: usdc(8_000_000n),
  members: panel(5),
  quorum: 3,
  claimFee: usdc(10_000n),
  challengeFee: usdc(15_000n),
  pledges: { Ada: usdc(2_500_000n), Ben: usdc(1_200_000n) + 500_000n, Cleo: 1n },
  claims: [],
}

const F: ExpectedOutcome = {
  ...common,
  rule: 'Record',
  points: [[1n, usdc(3_000_000n)]],
  minStep: 1n,
  threshold: usdc(3_000_000n),
  members: panel(3),
  quorum: 2,
  claimFee: usdc(1_500n),
  challengeFee: usdc(5_000n),
  holdback: 3_000n,
  pledges: { Ada: usdc(1_000_000n), Ben: usdc(1_500_000n), Cleo: usdc(500_000n) },
  claims: [],
}

export type Facts = Readonly<Record<'A' | 'B' | 'C' | 'D' | 'E' | 'F', ExpectedOutcome>>
export const FACTS: Facts = { A, B, C, D, E, F }
