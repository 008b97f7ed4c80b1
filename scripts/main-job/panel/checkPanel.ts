import { keccak256, parseEventLogs, stringToHex, type Address } from 'viem'
import * as z from 'zod'
import { escrowAbi } from '../../../sdk/index.ts'
import { signOnce, SecondDigest } from '../../../oracle/sign/signOnce.ts'
import type { Chain } from '../chain.ts'
import { Section, type Checks } from '../section.ts'
import type { Member } from './member.ts'
import type { Panel } from './panel.ts'

const reportSchema = z.object({
  measurement: z.string(),
  verifier: z.object({ kind: z.string() }).nullable(),
})

/** Checks what the services leave behind: reports for everybody to read, one signature for each claim, nothing more when asked again. */
export async function checkPanel(
  { chain, checks, panel }: { chain: Chain; checks: Checks; panel: Panel },
  escrows: readonly (readonly [letter: string, escrow: Address])[],
): Promise<Section> {
  const section = new Section('Panel: what its services measured, and can show', checks)
  const rows: string[][] = []
  const served: boolean[] = []
  let observed = 0
  for (const [letter, escrow] of escrows) {
    const reports = await reportsOf(chain, panel, escrow)
    if (reports.length === 0) continue
    observed += reports.length
    const count = (kind: string) => `${reports.filter((one) => one.kind === kind).length}`
    rows.push([letter, count('command'), count('manual'), count('unreadable'), `${reports.length}`])
    served.push(reports.every(({ isServed }) => isServed))
  }
  section.table(['', 'by program', 'by people', 'unreadable', 'reports'], rows, served, [1, 2, 3, 4])
  section.text('ok: each is served by its member, has the digest on chain, and says the same')
  const signed = total(panel)
  section.check(signed === observed, `${panel.members.length} members signed ${observed} observations, each once`)
  const before = await sent(chain, panel)
  await panel.round()
  const refusals = await Promise.all(panel.members.map(askAgain))
  const isSilent = total(panel) === signed && (await sent(chain, panel)) === before
  section.check(
    isSilent && refusals.flat().length === observed && refusals.flat().every(Boolean),
    'asked again, they refuse another figure, and sign and send nothing',
  )
  const errors = panel.members.flatMap((member) => member.errors())
  section.check(errors.length === 0, `no log asks for a person${errors.map((error) => `; ${error.trim()}`).join('')}`)
  return section
}

/** For each observation of a member with a service: how it was measured, and whether the report that it names is served. */
async function reportsOf({ client }: Chain, { members }: Panel, escrow: Address) {
  const logs = await client.getLogs({ address: escrow, fromBlock: 0n })
  const observed = parseEventLogs({ abi: escrowAbi, logs, eventName: 'Observed' })
  const own = observed.flatMap(({ args }) => {
    const member = members.find(({ operator }) => operator.member === args.member)
    return member === undefined
      ? []
      : [{ endpoint: member.endpoint, report: args.report, measurement: args.measurement }]
  })
  return Promise.all(
    own.map(async ({ endpoint, report, measurement }) => {
      const response = await fetch(`${endpoint}/reports/${report}`)
      const text = await response.text()
      const { data } = reportSchema.safeParse(response.ok ? JSON.parse(text) : undefined)
      const isServed = keccak256(stringToHex(text)) === report && data?.measurement === `${measurement}`
      return { isServed, kind: data?.verifier?.kind ?? 'unreadable' }
    }),
  )
}

/** Asks a member for another figure for each claim that it has signed for. @returns for each whether it was refused. */
async function askAgain({ operator }: Member): Promise<boolean[]> {
  const duties = await operator.store.selectFrom('duties').selectAll().execute()
  const answers = []
  for (const { escrow, claim, report, measurement } of duties) {
    const another = signOnce(operator, { escrow, claim, report, measurement: BigInt(measurement) + 1n })
    answers.push(
      await another.then(
        () => false,
        (error: unknown) => error instanceof SecondDigest,
      ),
    )
  }
  return answers
}

const total = ({ members }: Panel): number => members.reduce((sum, member) => sum + member.signed(), 0)

/** How many transactions the members' accounts for gas have sent. */
async function sent({ client }: Chain, { members }: Panel): Promise<number> {
  const counts = await Promise.all(
    members.map(({ operator }) => client.getTransactionCount({ address: operator.gas.address })),
  )
  return counts.reduce((a, b) => a + b, 0)
}
