/** What members measured of each claim, on random histories, beside the contracts' own records. */
import { expect } from 'chai'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { recordRow } from '../../../indexer/serve/answers.ts'
import { playHistory } from '../../audit/histories/play.ts'
import { openStage, type Stage } from '../../audit/histories/stage.ts'
import { DATABASES } from '../support/databases.ts'
import { catchUp, openFollower } from '../support/follow.ts'
import { serve } from '../support/served.ts'

describe('the record of a member', () => {
  let stage: Stage
  before(async function () {
    this.timeout(60_000)
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { name, open } of DATABASES) {
    it(`should have every claim of its escrows, with what it measured, the newest first, in ${name}`, async function () {
      this.timeout(120_000)
      const seen = { observed: 0, missing: 0 }
      for (let seed = 301; seed <= 330 && (seen.observed < 10 || seen.missing < 10); seed++) {
        const { escrows, client } = await playHistory(seed, { stage })
        const database = await open()
        const index = await database.connect()
        const { follower } = await openFollower(index, stage)
        await catchUp(follower)
        const api = serve(index)
        for (const member of new Set(escrows.flatMap(({ terms }) => terms.panel))) {
          const expected = new Map<string, boolean>()
          for (const { escrow, terms, claims } of escrows) {
            const seat = terms.panel.indexOf(member)
            if (seat < 0) continue
            for (const key of claims.keys()) {
              const { seats } = await getClaim(client, { address: escrow, terms }, key)
              expected.set(`${escrow} ${key}`, seats.includes(seat))
            }
          }
          const rows = await api.all(`/v1/operators/${member}/record`, recordRow, 2)
          const actual = new Map(rows.map(({ claim, at }) => [`${claim.escrow} ${claim.key}`, at !== null]))
          expect(actual, `${member} of seed ${seed}`).to.deep.equal(expected)
          expect(rows.length, 'none twice').to.equal(expected.size)
          const filed = rows.map(({ claim }) => claim.filedAt)
          expect(filed, 'the order').to.deep.equal([...filed].sort((a, b) => b - a))
          for (const { at, measurement, transaction, claim } of rows) {
            seen[at === null ? 'missing' : 'observed']++
            expect([measurement === null, transaction === null], 'all or nothing').to.deep.equal([
              at === null,
              at === null,
            ])
            if (measurement !== null) expect(BigInt(claim.highest) >= BigInt(measurement), 'the highest').to.equal(true)
          }
        }
        await api.server.close()
        await database.stop()
      }
      expect(seen.observed, 'observed').to.be.at.least(10)
      expect(seen.missing, 'missing').to.be.at.least(10)
    })
  }
})
