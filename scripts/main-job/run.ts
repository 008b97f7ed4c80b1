import { erc20Abi, getAddress, isAddressEqual, type Address } from 'viem'
import type { AuditedEscrow, AuditResult } from '../../audit/result.ts'
import { RULES } from '../../audit/rules.ts'
import { auditAll } from './audit.ts'
import { startChain, type Chain } from './chain.ts'
import { Commitment, type Stage } from './commitment.ts'
import { deploy, mint } from './deploy.ts'
import { expectedOf, merge, type Expected, type ExpectedOutcome, type Ledger } from './expected.ts'
import { FACTS, HOSTILE, type Facts } from './facts.ts'
import { differences, ledgerOf } from './ledger.ts'
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

    const audited = await auditAll(chain, deployed)
    const ledgers: Ledger[] = []
    const audits: AuditedEscrow[] = []
    for (const work of works) audits.push(await conclude(stage, work, audited, ledgers))
    for (const { c } of works) c.section.print()
    const escrows = works.map(({ letter, c }) => [letter, c.address] as const)
    ;(await checkPanel(stage, escrows)).print()
    printFlows(stage, merge(ledgers), merge(works.map(({ expected }) => expected.ledger)))
    await printAudit(stage, works, audits, audited)
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

/** Checks one commitment against the calculation and the auditor; returns what the auditor made of it. */
async function conclude(
  stage: Stage,
  { c, facts, expected }: Work,
  audited: AuditResult,
  ledgers: Ledger[],
): Promise<AuditedEscrow> {
  const escrow = audited.escrows.find(({ subject }) => isAddressEqual(subject.escrow, c.address))
  if (escrow === undefined) throw new Error(`The auditor did not find the escrow ${c.address}.`)
  const names = new Map<Address, string>(stage.accounts.map((name) => [stage.chain.address(name), name]))
  const nameOf = (account: Address): string => names.get(getAddress(account)) ?? account
  const ledger = await ledgerOf(stage.chain.client, stage.token, c.address, nameOf)
  ledgers.push(ledger)

  const { section } = c
  const { state, entries } = escrow
  const earned = state.docket.map((key) => state.claims.get(key)?.paid ?? 0n)
  if (expected.earned.length > 0) section.amounts('earned', earned, expected.earned)
  section.amounts('back to the funders', [state.pledged - state.paid + state.returned], [expected.refundable])
  const wrong = differences(ledger, expected.ledger)
  const isCalculated = wrong.length === 0 && state.balance < BigInt(Object.keys(facts.pledges).length)
  const differing = wrong.length === 0 ? '' : `; not so: ${wrong.join(', ')}`
  section.check(
    isCalculated,
    `${ledger.size} accounts paid and got what was calculated; ${amount(state.balance)} is left${differing}`,
  )
  const grave = audited.findings.filter(
    ({ escrow: of, grade }) => grade !== 'remark' && of !== undefined && isAddressEqual(of, c.address),
  )
  const found = grave.map(({ rule, what }) => `; ${rule}: ${what}`).join('')
  section.check(grave.length === 0, `the auditor rebuilt it from ${entries} events and transfers${found}`)
  return escrow
}

/** The auditor's verdict, what it rests on, and each escrow's money beside its balance. */
async function printAudit(
  { chain, token, checks }: Stage,
  works: readonly Work[],
  audits: readonly AuditedEscrow[],
  { passed, statements, findings, pinned }: AuditResult,
): Promise<void> {
  const balances = await Promise.all(
    works.map(({ c }) =>
      chain.client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [c.address] }),
    ),
  )
  const rows = audits.map(({ state }, i) => {
    const { pledged, feesIn, collected, refunded } = state
    return [works[i]?.letter ?? '', ...[pledged, feesIn, collected, refunded, balances[i] ?? -1n].map(amount)]
  })
  const checked = audits.map(
    ({ state: { pledged, feesIn, collected, refunded, openFees } }, i) =>
      pledged + feesIn - collected - refunded === balances[i] && openFees === 0n,
  )
  const section = new Section('Audit: everything rebuilt from logs and proved (USDC)', checks)
  section.table(['', 'pledged', 'fees in', 'collected', 'refunded', 'left'], rows, checked, [1, 2, 3, 4, 5])
  section.text('ok: what came in went out or is left, and that is the balance on the chain')
  const grave = findings.filter(({ grade }) => grade !== 'remark')
  const found = grave.map(({ rule, what }) => `; ${rule} (${RULES[rule]}): ${what}`).join('')
  const remarks = findings.length - grave.length
  section.check(
    passed,
    `${passed ? 'PASS' : 'findings'} at block ${pinned.number}, ${remarks} remarks on risks${found}`,
  )
  const of = (standing: string): number => statements.filter((one) => one.standing === standing).length
  const history = statements.some(
    ({ what, standing }) => standing === 'proved' && what.startsWith('the logs from block'),
  )
  section.check(
    history,
    `${of('proved')} statements proved by its hash, all logs too; ${of('checked')} checked, ${of('assumed')} assumed`,
  )
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
