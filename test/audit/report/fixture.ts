/** Audits written by hand, with everything that a report shows: several escrows, a dispute, breaks, a contest, findings of all grades, hostile text. */
import { stringToHex, zeroAddress } from 'viem'
import type { Finding } from '../../../audit/finding.ts'
import type { AuditedEscrow, AuditResult, Statement } from '../../../audit/result.ts'
import { at, blockAt, DAY, hash, placeAt, Play, who } from './play.ts'

const usdc = (whole: number): bigint => BigInt(Math.round(whole * 100)) * 10_000n
const NOW = 250

/** A record with a warranty: a dispute that was ruled, a payment broken in its warranty, another one still held. */
function wall(): AuditedEscrow {
  const p = new Play('wall', {
    title: 'One-year egress wall',
    curve: [
      { measurement: 90n, price: 0n },
      { measurement: 365n, price: usdc(25_000_000) },
    ],
    minStep: 30n,
    threshold: usdc(20_000_000),
    cap: usdc(25_000_000),
    claimFee: usdc(35_000),
    challengeFee: usdc(50_000),
    holdback: 4_000n,
    warranty: 120n * DAY,
  })
  p.pledge(5, 'Ada', usdc(10_000_000))
  p.pledge(6.5, 'Ben', usdc(7_999_999.99))
  p.pledge(9.25, 'Cleo', usdc(7_000_000.01), 'Cleo’s bank')
  const refused = p.file(20, 'Max', { uri: 'ipfs://bafkreigh2akiscaildc6gmq5mdh5vzr6hq5ptb5dc6fsn4' })
  p.observe(35, refused, [365n, 0n, 0n, 0n, 0n])
  p.challenge(38, refused, 'Max', 'Four members cannot read; see the attached trace.')
  p.rule(44, refused, 0n, 'The image cannot be rebuilt.')
  p.settle(45, refused, { verdict: 0n })
  const first = p.file(50, 'Sol')
  p.observe(63, first, [240n, 240n, 250n, 240n, 0n])
  p.settle(71, first, { verdict: 240n, to: 240n, paid: 13_636_363_636_363n })
  const attack = p.file(90, 'Rea', { target: first })
  p.observe(101, attack, [1n, 1n, 1n, 0n])
  const late = p.file(92, 'Max', { target: first })
  p.observe(103, late, [1n, 0n, 0n])
  p.settleBreak(119, attack, 1n)
  p.settleBreak(121, late, 0n)
  const second = p.file(130, 'Tess', { payee: 'Ivy' })
  p.observe(150, second, [365n, 380n, 365n, 365n, 365n])
  p.settle(158, second, { verdict: 365n, to: 365n, paid: 11_363_636_363_637n })
  for (const name of ['Sol', 'Rea', 'Ivy', 'arbiter']) p.collect(160, who(name))
  p.collect(161, p.terms.panel[0]!)
  p.collect(161, p.terms.panel[1]!, who('cold wallet'))
  p.move('Ada', 'Fund of funds', usdc(2_500_000))
  const open = p.file(240, 'Rea', { target: second })
  p.observe(245, open, [0n, 1n])
  p.state.stray = usdc(12.34)
  p.state.balance += p.state.stray
  return p.done('binding')
}

/** A contest: three prizes, awarded, all refunded. */
function contest(): AuditedEscrow {
  const p = new Play('contest', {
    title: 'Monitor tournament',
    rule: 2,
    curve: [
      { measurement: 1n, price: usdc(500_000) },
      { measurement: 2n, price: usdc(800_000) },
      { measurement: 3n, price: usdc(1_000_000) },
    ],
    threshold: usdc(1_000_000),
    cap: usdc(1_000_000),
    claimBy: at(120),
    claimFee: usdc(1_000),
  })
  for (let i = 1; i <= 9; i++) p.pledge(2 + i, `small funder ${i}`, usdc(100_000))
  p.pledge(12, 'Ada', usdc(100_000))
  const keys = ['Sol', 'Tess', 'Max', 'Una'].map((name, i) => p.file(100 + i, name))
  keys.forEach((key, i) => {
    const score = [700n, 912n, 300n, 0n][i]!
    p.observe(110 + i, key, [score, score, score, score, score])
    p.settle(122, key, { verdict: score })
  })
  p.rank(keys[0]!, 700n)
  p.rank(keys[1]!, 912n)
  p.award(123, keys[1]!, usdc(500_000))
  p.award(123, keys[0]!, usdc(300_000))
  for (const name of ['Sol', 'Tess', 'Max', 'Una']) p.collect(125, who(name))
  for (const member of p.terms.panel) p.collect(126, member)
  for (let i = 1; i <= 9; i++) p.refund(130 + i, `small funder ${i}`)
  return p.done('closed')
}

/** A market of units with many batches, without an arbiter. */
export function market(batches: number, funders = 3): AuditedEscrow {
  const each = 1_234_567n
  const total = each * BigInt(batches) + 1_000_000n
  const p = new Play('market', {
    title: 'Attested servers',
    rule: 0,
    curve: [
      { measurement: 0n, price: 0n },
      { measurement: BigInt(batches + 1), price: each * BigInt(batches + 1) },
    ],
    threshold: total,
    cap: total,
    arbiter: zeroAddress,
    challengeWithin: 0n,
    arbitrateWithin: 0n,
    challengeFee: 0n,
    claimFee: 30n,
  })
  for (let i = 0; i < funders - 1; i++) p.pledge(3, `funder ${i}`, total / BigInt(funders))
  p.pledge(4, 'the rest', total - p.state.pledged)
  for (let i = 0; i < batches; i++) {
    const day = 10 + (200 * i) / batches
    const key = p.file(day, `solver ${i % 40}`)
    p.observe(day + 1, key, [1n, 1n, 1n, 1n, 1n])
    p.settle(day + 2, key, { verdict: 1n, to: BigInt(i + 1), paid: each })
  }
  return p.done('binding')
}

/** Not enough was pledged. */
function failed(): AuditedEscrow {
  const p = new Play('failed', { title: 'Nobody came', pledgeBy: at(40) })
  p.pledge(10, 'Ada', usdc(100.5))
  p.pledge(11, 'Ben', usdc(20))
  p.refund(41, 'Ben')
  return p.done('void')
}

/** Everything that people write is hostile, and the pledging still goes on. */
function hostile(): AuditedEscrow {
  const p = new Play('hostile', {
    document: stringToHex(`{"title":"${HOSTILE}"}`),
    pledgeBy: at(300),
    claimBy: at(600),
  })
  p.pledge(20, 'Ada', 400_000_000n)
  return p.done('pledging', { symbol: `<img src=x onerror=alert(1)>\u202eUSDC`, decimals: 18 })
}

/** What somebody may write who wants a report to lie or to run something. */
export const HOSTILE =
  '"><script src=https://evil.example/x.js>alert(1)</script><style>@import url(//evil.example)</style><a href=javascript:alert(1)>' +
  ` --> \u0000\u0007\u001b[2J\u202eevissap\u202c \u2066\u200b שלום ${'A'.repeat(10_000)}`

/** A record whose grounds and URIs are hostile. */
function disputed(): AuditedEscrow {
  const p = new Play('disputed', {
    title: `${HOSTILE.slice(0, 100)} title`,
    curve: [{ measurement: 100n, price: 900_000_000n }],
    cap: 900_000_000n,
  })
  p.pledge(20, 'Ada', 900_000_000n)
  const key = p.file(30, 'Max', { uri: HOSTILE })
  p.observe(31, key, [100n, 100n, 100n])
  p.challenge(55, key, 'Ada', HOSTILE)
  p.rule(60, key, 100n, HOSTILE)
  p.settle(61, key, { verdict: 100n, to: 100n, paid: 900_000_000n })
  return p.done('closed')
}

export const STATEMENTS: Statement[] = [
  { what: 'The header of the block', standing: 'proved', how: 'It hashes to the block hash that was supplied.' },
  {
    what: 'Terms, code and storage of every escrow',
    standing: 'proved',
    how: 'Merkle proofs lead to the state root of the header.',
  },
  { what: 'Balances of the asset', standing: 'proved', how: 'The slot of the mapping was found out, and proved.' },
  {
    what: 'Every payment, refund and fee',
    standing: 'checked',
    how: 'Recomputed from the logs, whose outcome is the proved storage.',
  },
  { what: 'Contents of the evidence', standing: 'assumed', how: 'No key was supplied; audit again with --evidence.' },
]

function findings(): Finding[] {
  const place = placeAt(71)
  return [
    {
      grade: 'fault',
      rule: 'S3',
      escrow: who('wall'),
      what: 'A claim was paid one unit more than the curve gives.',
      subject: hash('wall Sol'),
      place,
      expected: '13636363636362',
      actual: '13636363636363',
    },
    { grade: 'fault', rule: 'endpoint', what: `The endpoint answered ${HOSTILE}`, expected: HOSTILE, actual: HOSTILE },
    {
      grade: 'broken promise',
      rule: 'equivocation',
      escrow: who('wall'),
      what: 'A member signed 240 and 365 for the same claim.',
      subject: who('member 1'),
      place: { blockNumber: blockAt(63) },
    },
    {
      grade: 'remark',
      rule: 'L1',
      escrow: who('wall'),
      what: 'A break claim could have been settled since 2027-08-30.',
      place,
      command: `lodestone settle ${who('wall')}`,
    },
    { grade: 'remark', rule: 'stray', escrow: who('wall'), what: 'Tokens came without a pledge.', actual: '12340000' },
    {
      grade: 'remark',
      rule: 'risk',
      escrow: who('wall'),
      what: 'The arbiter is a single key (an EOA).',
      subject: who('arbiter'),
    },
    {
      grade: 'remark',
      rule: 'risk',
      escrow: who('failed'),
      what: 'The token can be upgraded by its owner.',
      subject: who('USDC'),
    },
  ]
}

export function resultOf(escrows: readonly AuditedEscrow[], over: Partial<AuditResult> = {}): AuditResult {
  const number = blockAt(NOW)
  return {
    chainId: 31337,
    pinned: { number, hash: hash(`block ${number}`), timestamp: at(NOW) },
    passed: true,
    statements: STATEMENTS,
    escrows,
    findings: [],
    ...over,
  }
}

/** Everything at once, with findings of all grades. */
export function everything(): AuditResult {
  const escrows = [wall(), contest(), market(7), failed(), hostile(), disputed()]
  return resultOf(escrows, { passed: false, findings: findings() })
}

/** One escrow, nothing wrong, no block hash. */
export function plain(): AuditResult {
  return resultOf([contest()], { statements: STATEMENTS.filter(({ standing }) => standing !== 'proved') })
}

/** One escrow with a warranty, proved, with remarks only. */
export function passing(): AuditResult {
  return resultOf([wall()], { findings: findings().filter(({ grade }) => grade === 'remark') })
}
