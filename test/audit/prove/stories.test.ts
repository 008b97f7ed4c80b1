/** The six commitments of the main job, all of them proved by the hash of the last block. */
import { expect } from 'chai'
import type { Finding } from '../../../audit/finding.ts'
import type { Subject } from '../../../audit/history.ts'
import { prove } from '../../../audit/prove/prove.ts'
import { startChain, type Chain } from '../../../scripts/main-job/chain.ts'
import { Commitment } from '../../../scripts/main-job/commitment.ts'
import { deploy, mint, type Deployed } from '../../../scripts/main-job/deploy.ts'
import { HOSTILE } from '../../../scripts/main-job/facts.ts'
import { Panel } from '../../../scripts/main-job/panel/panel.ts'
import { play } from '../../../scripts/main-job/play.ts'
import { Checks } from '../../../scripts/main-job/section.ts'
import { storyA } from '../../../scripts/main-job/stories/a.ts'
import { storyB } from '../../../scripts/main-job/stories/b.ts'
import { storyC } from '../../../scripts/main-job/stories/c.ts'
import { storyD } from '../../../scripts/main-job/stories/d.ts'
import { storyE } from '../../../scripts/main-job/stories/e.ts'
import { storyF } from '../../../scripts/main-job/stories/f.ts'
import { viewedState } from './viewedState.ts'
import { collect, compiled, pin } from './world.ts'

const DAY = 86_400n
const MEMBERS = [1, 2, 4, 5, 6, 7].map((seat) => `panel-${seat}`)
const ACCOUNTS = ['Ada', 'Ben', 'Cleo', 'Sol', 'Tess', 'Max', 'Rea', 'Ivy', 'arbiter', HOSTILE, ...MEMBERS]
const OUTCOMES = [
  ['A', 'a-egress-wall', storyA],
  ['B', 'b-exfiltration-risk', storyB],
  ['C', 'c-monitor-tournament', storyC],
  ['D', 'd-attested-servers', storyD],
  ['E', 'e-jailbreak-rate', storyE],
  ['F', 'f-verified-proxy', storyF],
] as const

describe('audit: the main job, proved', function () {
  this.timeout(180_000)
  let chain: Chain
  let deployed: Deployed
  let panel: Panel
  let subjects: Subject[]

  before(async () => {
    chain = await startChain()
    deployed = await deploy(chain)
    panel = await Panel.open(chain, deployed, MEMBERS, [HOSTILE, 'arbiter'])
    const stage = { chain, panel, checks: new Checks(), accounts: ACCOUNTS, ...deployed }
    for (const name of ACCOUNTS) await mint(chain, deployed.token, name, 3n * 10n ** 13n)
    const chainId = await chain.client.getChainId()
    const stories = []
    subjects = []
    for (const [letter, folder, story] of OUTCOMES) {
      const c = await Commitment.create(stage, letter, folder)
      const created = await chain.now()
      const { address: escrow, terms } = c
      subjects.push({ chainId, ...deployed.origin, escrow, terms, document: undefined, created: undefined })
      stories.push(story(c, (days) => created + BigInt(days) * DAY))
    }
    await play(chain, stories)
  })
  after(async () => {
    await panel.close()
    await chain.close()
  })

  it('finds nothing, and proves all of it', async () => {
    const { client } = chain
    const pinned = await pin(client)
    const escrows = []
    for (const subject of subjects) escrows.push({ subject, state: await viewedState(client, subject) })
    const findings: Finding[] = []
    const progress: bigint[] = []
    const statements = await prove(
      client,
      {
        pinned,
        hash: pinned.hash,
        escrows,
        factory: deployed.origin.factory,
        fromBlock: 0n,
        collected: await collect(client, subjects, pinned),
        expected: {
          implementation: await compiled('Escrow.sol/Escrow'),
          factory: await compiled('EscrowFactory.sol/EscrowFactory'),
        },
        progress: ({ block }) => progress.push(block),
      },
      (finding) => findings.push(finding),
    )
    expect(findings).to.deep.equal([])
    const proved = statements.filter(({ standing }) => standing === 'proved')
    expect(proved.length, 'block, logs, and three of each escrow').to.equal(2 + 3 * subjects.length)
    expect(progress.at(-1), 'progress').to.equal(0n)
  })
})
