/** Plays what happened before the world opens. */
import { accept } from '../../sdk/actions/accept.ts'
import { Commitment, type Stage } from '../main-job/commitment.ts'
import { play, type Story } from '../main-job/play.ts'
import type { DevDeployed } from './deploy.ts'
import { SERVICES } from './roles.ts'
import { storyA } from './stories/a.ts'
import { storyB } from './stories/b.ts'
import { storyC } from './stories/c.ts'
import { storyD } from './stories/d.ts'
import { storyE } from './stories/e.ts'
import { storyF } from './stories/f.ts'
import { ETHER_SHEET, storyW } from './stories/w.ts'
import type { Ago, Judge, Script } from './story.ts'

const DAY = 86_400
/** The member who has not said that it will judge: pages warn of that. */
const SILENT = 'panel-3'

export const SCRIPTS = { A: storyA, B: storyB, C: storyC, D: storyD, E: storyE, F: storyF, W: storyW } as const
export type Letter = keyof typeof SCRIPTS
export const LETTERS = Object.keys(SCRIPTS) as Letter[]

/** Days before the world opens at which the chain starts. */
export const EARLIEST = 1 + Math.max(...Object.values(SCRIPTS).map(({ created }) => created))

/**
 * @param opens the time, in unix seconds, at which the world opens.
 * @param only which commitments.
 */
export async function playDev(
  stage: Stage & DevDeployed,
  opens: number,
  only: readonly Letter[],
): Promise<Map<Letter, Commitment>> {
  const ago: Ago = (days) => BigInt(opens - days * DAY)
  const commitments = new Map<Letter, Commitment>()
  const stories = only.map(async function* (letter): Story {
    const script: Script = SCRIPTS[letter]
    yield ago(script.created)
    const ether = { sheet: ETHER_SHEET, token: { symbol: 'WETH', decimals: 18 }, address: stage.weth }
    const c = await Commitment.create(stage, letter, script.folder, letter === 'W' ? ether : undefined)
    commitments.set(letter, c)
    await acceptOthers(stage, c)
    yield* script.play(c, ago, judgeOf(stage))
  })
  await play(stage.chain, stories)
  return commitments
}

/** Members without a service accept too, but one. */
async function acceptOthers({ chain, accounts, panel, directory }: Stage, c: Commitment): Promise<void> {
  const served = panel.members.map(({ name }) => name)
  for (const name of accounts) {
    if (name === SILENT || served.includes(name) || !c.terms.panel.includes(chain.address(name))) continue
    await accept(await chain.as(name), directory, c.address)
  }
}

/** Where no services run, the keys of their members sign what they would have measured. */
function judgeOf({ chain, panel }: Stage): Judge {
  return async (c, claim, measurement, people) => {
    const seated: readonly string[] = SERVICES.filter((name) => c.terms.panel.includes(chain.address(name)))
    if (panel.members.length === 0) {
      const signed = Object.fromEntries(seated.map((name) => [name, measurement]))
      await c.observe(claim, [], { ...signed, ...people })
      return
    }
    const measured = await c.observe(claim, seated, people)
    if (measured.some((one) => one !== measurement))
      throw new Error(`Of claim ${claim.key} the services measure ${measured.join(', ')}, not ${measurement}.`)
  }
}
