/** The six commitments of the main job, as the model has them from their logs, beside the contracts' own views. */
import { expect } from 'chai'
import type { Subject } from '../../../audit/history.ts'
import { startChain, type Chain } from '../../../scripts/main-job/chain.ts'
import { Commitment } from '../../../scripts/main-job/commitment.ts'
import { deploy, mint, type Deployed } from '../../../scripts/main-job/deploy.ts'
import { expectedOf } from '../../../scripts/main-job/expected.ts'
import { FACTS, HOSTILE } from '../../../scripts/main-job/facts.ts'
import { Panel } from '../../../scripts/main-job/panel/panel.ts'
import { play } from '../../../scripts/main-job/play.ts'
import { Checks } from '../../../scripts/main-job/section.ts'
import { storyA } from '../../../scripts/main-job/stories/a.ts'
import { storyB } from '../../../scripts/main-job/stories/b.ts'
import { storyC } from '../../../scripts/main-job/stories/c.ts'
import { storyD } from '../../../scripts/main-job/stories/d.ts'
import { storyE } from '../../../scripts/main-job/stories/e.ts'
import { storyF } from '../../../scripts/main-job/stories/f.ts'
import { compareState } from '../support/compareState.ts'
import { keep } from '../support/keep.ts'
import { latest, readHistory } from '../support/readHistory.ts'

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

describe('audit: the books of the main job', function () {
  this.timeout(180_000)
  let chain: Chain
  let deployed: Deployed
  let panel: Panel
  const commitments = new Map<string, Commitment>()

  before(async () => {
    chain = await startChain()
    deployed = await deploy(chain)
    panel = await Panel.open(chain, deployed, MEMBERS, [HOSTILE, 'arbiter'])
    const stage = { chain, panel, checks: new Checks(), accounts: ACCOUNTS, ...deployed }
    for (const name of ACCOUNTS) await mint(chain, deployed.token, name, 3n * 10n ** 13n)
    const stories = []
    for (const [letter, folder, story] of OUTCOMES) {
      const c = await Commitment.create(stage, letter, folder)
      const created = await chain.now()
      commitments.set(letter, c)
      stories.push(story(c, (days) => created + BigInt(days) * DAY))
    }
    await play(chain, stories)
  })
  after(async () => {
    await panel.close()
    await chain.close()
  })

  for (const [letter] of OUTCOMES) {
    it(`${letter}: nothing is found, and every figure is the contract's`, async () => {
      const { address: escrow, terms } = commitments.get(letter)!
      const chainId = await chain.client.getChainId()
      const subject: Subject = { chainId, ...deployed.origin, escrow, terms, document: undefined, created: undefined }
      const entries = await readHistory(chain.client, subject)
      const { state, findings, payments, queries } = keep(subject, entries, await latest(chain.client))
      expect(findings, 'findings').to.deep.equal([])
      expect(queries, 'signatures that ECDSA does not answer for').to.deep.equal([])
      await compareState(chain.client, subject, state)

      const expected = expectedOf(FACTS[letter])
      const earned = state.docket.map((key) => state.claims.get(key)!.paid)
      if (expected.earned.length > 0) expect(earned, 'earned').to.deep.equal(expected.earned)
      for (const [name, { received }] of expected.ledger) {
        const got = payments
          .filter(({ to }) => to === chain.address(name))
          .reduce((sum, { amount }) => sum + amount, 0n)
        expect(got, `what ${name} received`).to.equal(received)
      }
      expect(state.stray, 'stray').to.equal(0n)
    })
  }
})
