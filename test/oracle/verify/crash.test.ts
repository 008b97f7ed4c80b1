/** The process ends at each mark in turn; run again, it comes to the same end. */
import { expect } from 'chai'
import { join } from 'node:path'
import type { Hex } from 'viem'
import type { VerifierConfig } from '../../../oracle/config/config.ts'
import { openStore } from '../../../oracle/store/openStore.ts'
import { approve } from '../../../oracle/verifiers/reviews.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'
import * as f from './fixtures.ts'

class Killed extends Error {}

/** An operator that dies at the mark with this number, from 1: from then on it reaches neither store nor log. */
function mortal(operator: TestOperator, dieAt: number): { operator: TestOperator; marks: string[] } {
  const marks: string[] = []
  const alive = <T>(value: T): T => {
    if (marks.length >= dieAt) throw new Killed()
    return value
  }
  const body = {
    ...operator,
    mark: (point: string) => {
      marks.push(point)
      alive(point)
    },
  }
  Object.defineProperty(body, 'store', { get: () => alive(operator.store) })
  Object.defineProperty(body, 'log', { get: () => alive(operator.log) })
  return { operator: body, marks }
}

describe('oracle: verify, killed at every mark', () => {
  let world: OracleWorld
  let { mine } = {} as ReturnType<typeof f.bench>
  before(async () => {
    world = await oracleWorld()
    ;({ mine } = f.bench(world))
  })
  afterEach(f.endAll)
  after(async () => {
    await world.stop()
    await f.clean()
  })

  /** Runs a claim to its end, dying at one mark; what came of it, and the marks up to the death. */
  const life = async (verifier: VerifierConfig, claim: Hex, dieAt: number) => {
    const operator = await world.operator(1, (config) => {
      config.verifiers = [verifier]
    })
    await operator.store.destroy()
    const path = join(await f.folder(), 'store')
    operator.store = await openStore(path)
    await f.proved(world, operator, claim)
    const first = mortal(operator, dieAt)
    let deaths = 0
    for (let round = 0; round < 6; round++) {
      const { verify } = f.verification(f.evidence(world).withEvidence)
      try {
        await verify(round === 0 || deaths === 0 ? first.operator : operator)
      } catch (error) {
        if (!(error instanceof Killed)) throw error
        deaths++
        // A new process: everything that was not on the disk is gone.
        await operator.store.destroy()
        operator.store = await openStore(path)
        // Later, with another head: the report must not know.
        await mine()
      }
      const { stage } = await f.rowOf(operator, claim)
      if (stage === 'review') {
        const said = { reviewer: 'ann', measurement: '12', reasons: 'Counted.' }
        await approve(operator.store, { escrow: world.escrow, claim }, said, 0)
      }
    }
    const row = await f.rowOf(operator, claim)
    const reports = await operator.store.selectFrom('reports').selectAll().execute()
    const quiet = operator.entries.length
    expect(await f.verification(f.evidence(world).withEvidence).verify(operator), 'something left to do').to.equal(
      false,
    )
    expect(operator.entries.length, 'logged by a round with nothing to do').to.equal(quiet)
    return { deaths, marks: first.marks, row, reports }
  }

  const kinds: [string, () => Promise<VerifierConfig>, string[]][] = [
    [
      'a program',
      () => f.shell(f.says(f.GOOD), { sandbox: 'none' }),
      ['verify: facts fixed', 'verify: measured, nothing kept', 'verify: report kept'],
    ],
    [
      'people',
      () => Promise.resolve({ kind: 'manual', outcomes: '*', approvals: 1 }),
      ['verify: facts fixed', 'verify: review begun', 'verify: measured, nothing kept', 'verify: report kept'],
    ],
  ]
  for (const [who, make, marks] of kinds) {
    it(`measures once, with the same report: by ${who}`, async () => {
      const verifier = await make()
      const claim = await world.claim()
      await mine()
      const whole = await life(verifier, claim, Infinity)
      expect(whole.marks, 'marks').to.deep.equal(marks)
      expect([whole.row.stage, whole.row.measurement], 'undisturbed').to.deep.equal(['measured', '12'])
      for (let dieAt = 1; dieAt <= marks.length; dieAt++) {
        const { deaths, row, reports } = await life(verifier, claim, dieAt)
        const where = `after "${marks[dieAt - 1]!}"`
        expect(deaths, `deaths ${where}`).to.equal(1)
        expect(row, `claim ${where}`).to.deep.equal(whole.row)
        expect(
          reports.map(({ digest, text }) => [digest, text]),
          `reports ${where}`,
        ).to.deep.equal(whole.reports.map(({ digest, text }) => [digest, text]))
      }
    })
  }
})
