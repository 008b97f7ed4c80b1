/** The books of random histories over all rules: nothing is found, and all money is where the auditor says, to the last unit. */
import { expect } from 'chai'
import { auditHistory } from './audit.ts'
import { playHistory, type History } from './play.ts'
import { kindsOf, runHistories, tallyInWords } from './runHistories.ts'
import { openStage, type Stage } from './stage.ts'

const HISTORIES = 300
const FIRST_SEED = 1

describe('audit of random histories', () => {
  it(`should find nothing in ${HISTORIES} of them, and every unit of money`, async function () {
    this.timeout(900_000)
    const seeds = Array.from({ length: HISTORIES }, (_, i) => FIRST_SEED + i)
    const tally = await runHistories(seeds, { blocks: 9 })
    expect(tally.faults.join('\n'), 'faults').to.equal('')
    expect([tally.histories, tally.whole]).to.deep.equal([HISTORIES, HISTORIES / 10])
    const words = tallyInWords(tally)
    console.log(words.replaceAll(/^/gm, '      '))
    expect(kindsOf(tally).missing(), words).to.deep.equal([])
  })
})

describe('a random history', () => {
  let stage: Stage
  before(async function () {
    this.timeout(60_000)
    stage = await openStage()
  })
  after(() => stage.close())

  /** All that a history did, as its blocks say. */
  async function hashOf(seed: number): Promise<string> {
    const { client, blocks } = await playHistory(seed, { stage, blocks: 6 })
    return (await client.getBlock({ blockNumber: blocks.last })).hash
  }

  it('should be the same for the same seed, and another for another', async () => {
    const first = await hashOf(7)
    expect(await hashOf(8), 'another seed').not.to.equal(first)
    expect(await hashOf(7), 'the same seed').to.equal(first)
  })

  it('should fail its audit by one unit in one balance', async () => {
    const history = await playHistory(3, { stage })
    expect((await auditHistory(history)).faults).to.deep.equal([])
    const own = history.ledger.flows.find(({ account }) => account === history.escrows[0]!.escrow)!
    own.change += 1n
    const { faults } = await auditHistory(history)
    expect(faults).to.have.length(1)
    expect(faults[0]).to.match(/the audit gives 0x\w+ -1 units more/)
  })

  it('should fail its audit by an account that the player does not know', async () => {
    const isHolding = (history: History) =>
      history.escrows.some(({ shares }) => [...shares.values()].some((one) => one > 0n))
    let [seed, history] = [4, await playHistory(3, { stage })]
    while (!isHolding(history)) history = await playHistory(seed++, { stage })
    const { faults } = await auditHistory({ ...history, accounts: [] })
    expect(faults.join()).to.match(/the audit knows 0x\w+, which nobody else does/)
  })

  it('should be missed where a kind of event happens too seldom', async () => {
    const { kinds } = await playHistory(3, { stage, blocks: 1 })
    expect(kinds.missing().join('\n')).to.match(/^refund: \d+ of at least \d+$/m)
    expect(() => kinds.countNamed('a dance', 1)).to.throw('a dance')
  })
})
