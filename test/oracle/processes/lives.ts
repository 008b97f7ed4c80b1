/**
 * `npm run lives:oracle`: each of the six commitments judged by real processes of the service, on anvil and on a hardhat node. In every
 * panel some are dead, slow, lying or cannot be reached by their peers, so many that a quorum of honest members is alive.
 */
import { readFile } from 'node:fs/promises'
import { verdictOf } from '../../../scripts/main-job/expected.ts'
import { FACTS } from '../../../scripts/main-job/facts.ts'
import { Panel, type Judged, type Kind } from './panel.ts'

/** An upper or a lower confidence bound at 95 %, spent over the attempts. */
const ALPHA = { alphaPerMillion: 50_000 }

/** A commitment as it is judged. */
interface Life {
  letter: keyof typeof FACTS
  /** Folder below outcomes/. */
  folder: string
  /** How the members behave, by place in the panel. */
  kinds: readonly Kind[]
  /** What the evidence shows, besides that all side conditions hold; and what that is worth, known without the service. */
  shows: object
  worth: bigint
  /** What who lies says instead. */
  lie: bigint
  statistic?: object
}

const FIVE: readonly Kind[] = ['unreachable', 'lying', 'honest', 'dead', 'slow']

const LIVES: readonly Life[] = [
  {
    letter: 'A',
    folder: 'a-egress-wall',
    kinds: ['honest', 'lying', 'unreachable', 'honest', 'dead', 'slow', 'honest'],
    shows: { measurement: '380' },
    worth: 380n,
    lie: 36_500n,
  },
  {
    letter: 'B',
    folder: 'b-exfiltration-risk',
    kinds: FIVE,
    // The trial of the outcome document's example.
    shows: { arms: { control: { trials: 1000, events: 412 }, treated: { trials: 1000, events: 31 } } },
    worth: 8_789n,
    lie: 10_000n,
    statistic: { kind: 'relativeReduction', ...ALPHA },
  },
  {
    letter: 'C',
    folder: 'c-monitor-tournament',
    kinds: FIVE,
    shows: { measurement: '9615' },
    worth: 9_615n,
    lie: 10_000n,
  },
  {
    letter: 'D',
    folder: 'd-attested-servers',
    kinds: ['slow', 'honest', 'dead'],
    shows: { measurement: '4000' },
    worth: 4_000n,
    lie: 60_000n,
  },
  {
    letter: 'E',
    folder: 'e-jailbreak-rate',
    kinds: FIVE,
    // Published tables have 0.1762226 as the upper limit for 10 of 100 at 2.5 %, the first attempt's part of 5 %.
    shows: { arms: { treated: { trials: 100, events: 10 } } },
    worth: 237n,
    lie: 1_900n,
    statistic: { kind: 'oneArm', bound: 'upper', ...ALPHA },
  },
  {
    letter: 'F',
    folder: 'f-verified-proxy',
    kinds: ['honest', 'lying', 'slow'],
    shows: { measurement: '1' },
    worth: 1n,
    lie: 0n,
  },
]

const NODES = ['anvil', 'hardhat'] as const

/** @returns what went wrong; undefined where the verdict is right. */
async function judge(node: (typeof NODES)[number], life: Life): Promise<string | undefined> {
  const { letter, folder, kinds, shows, worth, lie, statistic } = life
  const { members, quorum } = FACTS[letter]
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(new URL(`../../../outcomes/${folder}/${name}.json`, import.meta.url), 'utf8'))
  const outcome = (await read('outcome')) as { sideConditions: { name: string }[] }
  const sheet = (await read('sheet')) as Judged['sheet']
  const sideConditions = outcome.sideConditions.map(({ name }) => ({ name, holds: true }))
  const panel = await Panel.on(node, kinds, {
    outcome,
    sheet,
    lie: { measurement: `${lie}`, sideConditions },
    ...(statistic === undefined ? {} : { statistic }),
  })
  try {
    await panel.start()
    const alive = kinds.flatMap((kind, i) => (kind === 'dead' ? [] : [{ kind, name: members[i] ?? '' }]))
    const { seats, verdict } = await panel.observed(await panel.claim({ ...shows, sideConditions }), alive.length)
    const observed = Object.fromEntries(alive.map(({ kind, name }) => [name, kind === 'lying' ? lie : worth]))
    const right = verdictOf({ solver: 'solver', payee: 'solver', observed }, quorum)
    if (seats.length !== alive.length) return `${seats.length} observations instead of ${alive.length}`
    return verdict === right && right === worth ? undefined : `verdict ${verdict} instead of ${right}, worth ${worth}`
  } finally {
    await panel.stop()
  }
}

const only = process.argv.slice(2)
for (const node of NODES) {
  for (const life of LIVES) {
    if (only.length > 0 && !only.includes(life.letter)) continue
    const { letter, kinds, worth } = life
    const fault = await judge(node, life).catch((error: unknown) => String(error))
    console.log(`${letter} on ${node} (${kinds.join(', ')}): ${fault ?? `verdict ${worth}`}`)
    if (fault !== undefined) process.exitCode = 1
  }
}
