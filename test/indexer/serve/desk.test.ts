/** What waits for members and arbiters, in the middle of random histories, beside the contracts' own phases. */
import { expect } from 'chai'
import { zeroAddress } from 'viem'
import { deskRow } from '../../../indexer/serve/answers.ts'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { playHistory, type History } from '../../audit/histories/play.ts'
import { openStage, type Stage } from '../../audit/histories/stage.ts'
import { DATABASES } from '../support/databases.ts'
import { catchUp, openFollower } from '../support/follow.ts'
import { serve } from '../support/served.ts'

/** What waits for whom, as the contracts say. */
async function waitingIn({ escrows, client }: History): Promise<Set<string>> {
  const waiting = new Set<string>()
  for (const { escrow, terms, claims } of escrows) {
    for (const key of claims.keys()) {
      const { phase, seats } = await getClaim(client, { address: escrow, terms }, key)
      const missing = terms.panel.filter((_, seat) => !seats.includes(seat))
      if (phase === 'Observing') for (const member of missing) waiting.add(`${member} observation ${key}`)
      if (phase === 'Arbitrating') waiting.add(`${terms.arbiter} ruling ${key}`)
    }
  }
  return waiting
}

describe('the desk of an account', () => {
  let stage: Stage
  before(async function () {
    this.timeout(60_000)
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { name, open } of DATABASES) {
    it(`should hold what waits for it, what ends first before the rest, in ${name}`, async function () {
      this.timeout(120_000)
      const seen = { observation: 0, ruling: 0 }
      for (let seed = 201; seed <= 230 && (seen.observation < 10 || seen.ruling < 2); seed++) {
        const history = await playHistory(seed, { stage, blocks: 11 })
        const database = await open()
        const index = await database.connect()
        const { follower } = await openFollower(index, stage)
        await catchUp(follower)
        const api = serve(index)
        const actual = new Set<string>()
        for (const account of new Set(history.escrows.flatMap(({ terms }) => [...terms.panel, terms.arbiter]))) {
          let before = 0
          for (const { waitsFor, claim } of await api.all(`/v1/accounts/${account}/desk`, deskRow, 1)) {
            expect(account, 'nobody').not.to.equal(zeroAddress)
            actual.add(`${account} ${waitsFor} ${claim.key}`)
            expect(claim.phaseUntil, 'the order').to.be.at.least(Math.max(before, Number(history.end)))
            before = claim.phaseUntil!
            seen[waitsFor]++
          }
        }
        expect(actual, `seed ${seed}`).to.deep.equal(await waitingIn(history))
        await api.server.close()
        await database.stop()
      }
      expect(seen.observation, 'observations').to.be.at.least(10)
      expect(seen.ruling, 'rulings').to.be.at.least(2)
    })
  }
})
