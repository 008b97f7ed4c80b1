import { erc20Abi, getAddress, type Address } from 'viem'
import { audit } from './audit.ts'
import { startChain, type Chain } from './chain.ts'
import { Commitment, type Stage } from './commitment.ts'
import { deploy, mint } from './deploy.ts'
import { expectedOf, merge, type Expected, type ExpectedOutcome, type Ledger } from './expected.ts'
import { FACTS, HOSTILE, type Facts } from './facts.ts'
import { differences, ledgerOf } from './ledger.ts'
import type { Replay } from './replay.ts'
import { checkPanel } from './panel/checkPanel.ts'
import { Panel } from './panel/panel.ts'
import type { Sandbox } from './panel/verifiers.ts'
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

const SERVICES = Object.keys(ROLES).filter((name) => ROLES[name] === 'member')
const SANDBOXES: Readonly<Record<Sandbox, string>> = {
  bubblewrap: 'in bubblewrap',
  none: 'without a sandbox, since bubblewrap does not work here',
}

type Letter = keyof Facts
const OUTCOMES: readonly (readonly [Letter, string, (c: Commitment, day: Day) => Story])[] = [
  ['A', 'a-egress-wall', storyA],
  ['B', 'b-exfiltration-risk', storyB],
  ['C', 'c-monitor-tournament', storyC],
  ['D', 'd-attested-servers', storyD],
  ['E', 'e-jailbreak-rate', storyE],
  ['F', 'f-verified-proxy', storyF],
]

/**
 * Runs the six commitments from term sheet to last refund and prints what happened. Returns what was checked.
 * @param facts what the calculation starts from; tests pass wrong ones to see the run fail.
 * @param start starts the chain to run on, which is closed at the end.
 */
export async function run(facts: Facts = FACTS, start: () => Promise<Chain> = startChain): Promise<Checks> {
  const chain = await start()
  let panel: Panel | undefined
  try {
    const checks = new Checks()
    const deployed = await deploy(chain)
    panel = await Panel.open(chain, deployed, SERVICES, [HOSTILE, 'arbiter'])
    const stage: Stage = { chain, checks, panel, accounts: Object.keys(ROLES), ...deployed }
    for (const name of stage.accounts) await mint(chain, stage.token, name, PURSE)
    const begun = await chain.now()

    const works: Work[] = []
    const stories: Story[] = []
    for (const [letter, folder, story] of OUTCOMES) {
      const c = await Commitment.create(stage, letter, folder)
      const created = await chain.now()
      works.push({ letter, c, facts: facts[letter], expected: expectedOf(facts[letter]) })
      stories.push(story(c, (days) => created + BigInt(days) * DAY))
    }
    introduce(chain.kind, panel.sandbox, begun)
    await play(chain, stories)

    const ledgers: Ledger[] = []
    const audits = []
    for (const work of works) audits.push(await conclude(stage, work, ledgers))
    for (const { c } of works) c.section.print()
    const escrows = works.map(({ letter, c }) => [letter, c.address] as const)
    ;(await checkPanel(stage, escrows)).print()
    printFlows(stage, merge(ledgers), merge(works.map(({ expected }) => expected.ledger)))
    await printAudit(stage, works, audits)
    printVerdict(checks)
    return checks
  } finally {
    await panel?.close()
    await chain.close()
  }
}

interface Work {
  readonly letter: Letter
  readonly c: Commitment
  readonly facts: ExpectedOutcome
  readonly expected: Expected
}

function introduce(kind: string, sandbox: Sandbox, begun: bigint): void {
  line(bold('Lodestone: six commitments to AI safety, from term sheet to last refund'))
  line()
  const text =
    `${kind}, its time set forward from step to step. Money is a test token with 6 decimals, "USDC". ` +
    'Ada, Ben and Cleo pledge; Sol and Tess solve; Max cheats; Rea breaks what does not hold; Ivy buys a claim. ' +
    `Of the panel's seven members ${HOSTILE} is hostile; each other runs the oracle service, its programs ` +
    `${SANDBOXES[sandbox]}. All six start on ${date(begun)} and run side by side.`
  for (const one of wrap(text)) line(one)
}

/** Checks one commitment against the calculation and the chain; returns its row of the last table. */
async function conclude(stage: Stage, { c, facts, expected }: Work, ledgers: Ledger[]) {
  const names = new Map<Address, string>(stage.accounts.map((name) => [stage.chain.address(name), name]))
  const nameOf = (account: Address): string => names.get(getAddress(account)) ?? account
  const { client } = stage.chain
  const { replay, blocks, findings } = await audit(client, c.address, c.terms, [...names.keys()])
  const ledger = await ledgerOf(client, stage.token, c.address, nameOf)
  ledgers.push(ledger)

  const { section } = c
  const earned = [...replay.earned.values()]
  if (expected.earned.length > 0) section.amounts('earned', earned, expected.earned)
  section.amounts('back to the funders', [replay.pledged - replay.paid + replay.returned], [expected.refundable])
  const wrong = differences(ledger, expected.ledger)
  const { balance: left } = replay
  const isCalculated = wrong.length === 0 && left < BigInt(Object.keys(facts.pledges).length)
  const differing = wrong.length === 0 ? '' : `; not so: ${wrong.join(', ')}`
  section.check(
    isCalculated,
    `${ledger.size} accounts paid and got what was calculated; ${amount(left)} is left${differing}`,
  )
  const found = findings.map((finding) => `; ${finding}`).join('')
  section.check(findings.length === 0, `S1 and S2 hold after each of ${blocks} blocks, S3 at the end${found}`)
  return replay
}

/** Each escrow's money, rebuilt from its logs, beside its balance. */
async function printAudit(
  { chain, token, checks }: Stage,
  works: readonly Work[],
  replays: readonly Replay[],
): Promise<void> {
  const balances = await Promise.all(
    works.map(({ c }) =>
      chain.client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [c.address] }),
    ),
  )
  const rows = replays.map((replay, i) => {
    const { pledged, feesIn, collected, refunded } = replay
    return [works[i]?.letter ?? '', ...[pledged, feesIn, collected, refunded, balances[i] ?? -1n].map(amount)]
  })
  const checked = replays.map(
    (replay, i) => replay.balance === balances[i] && replay.claimable === balances[i] && replay.openFees === 0n,
  )
  const section = new Section('Audit: the money of each escrow, from its logs (USDC)', checks)
  section.table(['', 'pledged', 'fees in', 'collected', 'refunded', 'left'], rows, checked, [1, 2, 3, 4, 5])
  section.text('ok: what came in went out or is left, and that is the balance on the chain')
  section.print()
}

/** Who paid and got what in all. */
function printFlows(stage: Stage, actual: Ledger, expected: Ledger): void {
  const wrong = new Set(differences(actual, expected))
  const rows = stage.accounts.map((name) => {
    const { paidIn, received } = actual.get(name) ?? { paidIn: 0n, received: 0n }
    return [name, ROLES[name] ?? '', amount(paidIn), amount(received), amount(received - paidIn)]
  })
  const section = new Section('Who paid and got what, in all six (USDC)', stage.checks)
  section.table(
    ['', '', 'paid in', 'received', 'difference'],
    rows,
    stage.accounts.map((name) => !wrong.has(name)),
    [2, 3, 4],
  )
  section.text('ok: as calculated independently, to the last unit (main-job/expected.ts)')
  section.print()
}

function printVerdict(checks: Checks): void {
  line()
  if (checks.exitCode === 0) line(green(`All ${checks.held} checks held.`))
  else line(red(`${checks.failed} of ${checks.held + checks.failed} checks FAILED.`))
}
