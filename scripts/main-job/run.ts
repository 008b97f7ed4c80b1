import { getAddress, type Address } from 'viem'
import { audit } from './audit.ts'
import { startChain } from './chain.ts'
import { Commitment, type Stage } from './commitment.ts'
import { deploy, mint } from './deploy.ts'
import { expectedOf, merge, type Expected, type Ledger } from './expected.ts'
import { FACTS, HOSTILE } from './facts.ts'
import { differences, ledgerOf } from './ledger.ts'
import { play, type Day, type Story } from './play.ts'
import { amount, bold, date, green, line, red, wrap } from './print.ts'
import { Checks, Section } from './section.ts'
import { storyA } from './stories/a.ts'
import { storyB } from './stories/b.ts'
import { storyC } from './stories/c.ts'
import { storyD } from './stories/d.ts'
import { storyE } from './stories/e.ts'
import { storyF } from './stories/f.ts'

const DAY = 86_400n
const PURSE = 30_000_000_000_000n // 30,000,000 tokens for everybody

const ROLES: Readonly<Record<string, string>> = {
  Ada: 'funder',
  Ben: 'funder',
  Cleo: 'funder',
  Sol: 'solver',
  Tess: 'solver',
  Max: 'dishonest',
  Rea: 'red team',
  Ivy: 'investor',
  arbiter: 'arbiter',
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((seat) => [`panel-${seat}`, 'member'])),
  [HOSTILE]: 'hostile',
}

type Letter = keyof typeof FACTS
const OUTCOMES: readonly (readonly [Letter, string, (c: Commitment, day: Day) => Story])[] = [
  ['A', 'a-egress-wall', storyA],
  ['B', 'b-exfiltration-risk', storyB],
  ['C', 'c-monitor-tournament', storyC],
  ['D', 'd-attested-servers', storyD],
  ['E', 'e-jailbreak-rate', storyE],
  ['F', 'f-verified-proxy', storyF],
]

/** Runs the six commitments from term sheet to last refund and prints what happened. Returns the process's exit code. */
export async function run(): Promise<0 | 1> {
  const chain = await startChain()
  try {
    const checks = new Checks()
    const stage: Stage = { chain, checks, accounts: Object.keys(ROLES), ...(await deploy(chain)) }
    for (const name of stage.accounts) await mint(chain, stage.token, name, PURSE)
    const start = await chain.now()

    const works: Work[] = []
    const stories: Story[] = []
    for (const [letter, folder, story] of OUTCOMES) {
      const c = await Commitment.create(stage, letter, folder)
      const created = await chain.now()
      works.push({ letter, c, expected: expectedOf(FACTS[letter]) })
      stories.push(story(c, (days) => created + BigInt(days) * DAY))
    }
    introduce(start)
    await play(chain, stories)

    const ledgers: Ledger[] = []
    const money = new Section('What is left, by the logs (amounts in USDC)', checks)
    const rows = []
    for (const work of works) rows.push(await conclude(stage, work, ledgers))
    for (const { c } of works) c.section.print()
    printFlows(stage, merge(ledgers), merge(works.map(({ expected }) => expected.ledger)))
    money.table(
      ['', 'pledged', 'fees in', 'collected', 'refunded', 'left'],
      rows.map(({ row }) => row),
      rows.map(({ holds }) => holds),
      [1, 2, 3, 4, 5],
    )
    money.text('ok: after every block with an event of the escrow, S1 (the balance covers all claims on it) and S2 (nothing made or lost).')
    money.print()
    return verdict(checks)
  } finally {
    await chain.close()
  }
}

interface Work {
  readonly letter: Letter
  readonly c: Commitment
  readonly expected: Expected
}

function introduce(start: bigint): void {
  line(bold('Lodestone: six commitments to AI safety, from term sheet to last refund'))
  line()
  const text =
    'An embedded chain, its time set forward from step to step. Money is a test token with 6 decimals, "USDC". ' +
    'Ada, Ben and Cleo pledge; Sol and Tess solve; Max cheats; Rea breaks what does not hold; Ivy buys a claim. ' +
    `Of the panel's seven members ${HOSTILE} is hostile. All six start on ${date(start)} and run side by side.`
  for (const one of wrap(text)) line(one)
}

/** Checks one commitment against the calculation and the chain; returns its row of the last table. */
async function conclude(stage: Stage, { letter, c, expected }: Work, ledgers: Ledger[]) {
  const names = new Map<Address, string>(stage.accounts.map((name) => [stage.chain.address(name), name]))
  const nameOf = (account: Address): string => names.get(getAddress(account)) ?? account
  const { client } = stage.chain
  const { replay, blocks, findings, left } = await audit(client, c.address, c.terms, [...names.keys()])
  const ledger = await ledgerOf(client, stage.token, c.address, nameOf)
  ledgers.push(ledger)

  const { section } = c
  const earned = [...replay.earned.values()]
  section.check(earned.length === expected.earned.length, `${earned.length} claims settled`)
  for (const [i, paid] of expected.earned.entries()) section.money(`claim ${i + 1} earned`, earned[i] ?? -1n, paid)
  section.money('back to the funders', replay.pledged - replay.paid + replay.returned, expected.refundable)
  const wrong = differences(ledger, expected.ledger)
  section.check(
    wrong.length === 0,
    wrong.length === 0 ? `all ${ledger.size} accounts paid and got what was calculated` : `differs from the calculation: ${wrong.join(', ')}`,
  )
  section.check(left < BigInt(Object.keys(FACTS[letter].pledges).length), `units left by rounding: ${left}`)
  section.check(findings.length === 0, `S1, S2, S3 after each of ${blocks} blocks${findings.map((one) => `; ${one}`).join('')}`)
  const { pledged, feesIn, collected, refunded } = replay
  const row = [letter, ...[pledged, feesIn, collected, refunded, left].map(amount)]
  return { row, holds: pledged + feesIn === collected + refunded + left && replay.openFees === 0n && replay.held === 0n }
}

/** Who paid and got what in all. */
function printFlows(stage: Stage, actual: Ledger, expected: Ledger): void {
  const wrong = new Set(differences(actual, expected))
  const rows = stage.accounts.map((name) => {
    const { paidIn, received } = actual.get(name) ?? { paidIn: 0n, received: 0n }
    return [name, ROLES[name] ?? '', amount(paidIn), amount(received), amount(received - paidIn)]
  })
  const section = new Section('Who paid and got what (amounts in USDC)', stage.checks)
  section.table(['', '', 'paid in', 'received', 'difference'], rows, stage.accounts.map((name) => !wrong.has(name)), [2, 3, 4])
  section.text('ok: the same as the independent calculation in scripts/main-job/expected.ts, to the last unit.')
  section.print()
}

function verdict(checks: Checks): 0 | 1 {
  line()
  if (checks.exitCode === 0) line(green(`All ${checks.held} checks held.`))
  else line(red(`${checks.failed} of ${checks.held + checks.failed} checks FAILED.`))
  return checks.exitCode
}
