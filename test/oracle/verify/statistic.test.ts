import { expect } from 'chai'
import { parseOutcome } from '../../../sdk/model/outcome.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import * as f from './fixtures.ts'

const FREE = { sandbox: 'none' }

describe('oracle: verify with a statistic', () => {
  let world: OracleWorld
  let { operatorWith, claimFor, once } = {} as ReturnType<typeof f.bench>
  before(async () => {
    world = await oracleWorld()
    ;({ operatorWith, claimFor, once } = f.bench(world))
  })
  afterEach(f.endAll)
  after(async () => {
    await world.stop()
    await f.clean()
  })

  const metric = {
    ...f.WORLD_OUTCOME.metric,
    unit: 'basis points',
    direction: 'higher' as const,
    baseline: '0',
    best: '10000',
    scale: '1',
  }
  const counts = { control: { trials: 1000, events: 412 }, treated: { trials: 1000, events: 31 } }
  const arms = { arms: counts, sideConditions: f.GOOD.sideConditions }
  const reduction = { kind: 'relativeReduction', alphaPerMillion: 50_000 }
  const measured = async (change: object, outcome: object, result: object, place = 0) => {
    const operator = await operatorWith(await f.shell(f.says(result), { ...FREE, ...change }))
    const claim = await claimFor(operator)
    await operator.store.updateTable('claims').set({ place }).execute()
    await f.otherOutcome(operator, parseOutcome({ ...f.WORLD_OUTCOME, metric: outcome }))
    await once(operator)
    const row = await f.rowOf(operator, claim)
    return { operator, claim, row }
  }

  it('spends the error over the attempts: outcome B, first and second claim', async () => {
    // The figures of test/oracle/binomial.test.ts, found there in floating point too.
    const first = await measured({ statistic: reduction }, metric, arms)
    expect(first.row.measurement, 'first').to.equal('8789')
    const second = await measured({ statistic: reduction }, metric, arms, 1)
    expect(second.row.measurement, 'second').to.equal('8693')
    const { counted } = await f.reportOf(second.operator, second.claim)
    expect(counted, 'report').to.deep.equal({
      arms: counts,
      statistic: { kind: 'relativeReduction' },
      alpha: { numerator: '50000', denominator: '6000000' },
    })
  })

  it('maps an upper bound by a metric that is better when lower', async () => {
    // 5 % spent on the first attempt is 2.5 %: the table's upper limit for 10 of 100 is 0.1762226, 1762.23 basis points rounded up.
    const lower = { ...metric, direction: 'lower' as const, baseline: '2000', best: '100' }
    const statistic = { kind: 'oneArm', bound: 'upper', alphaPerMillion: 50_000 }
    const result = { arms: { treated: { trials: 100, events: 10 } }, sideConditions: f.GOOD.sideConditions }
    expect((await measured({ statistic }, lower, result)).row.measurement).to.equal('237')
  })

  it('maps a lower bound by a metric that is better when higher', async () => {
    // The table's lower limit for 10 of 100 is 0.0490047.
    const statistic = { kind: 'oneArm', bound: 'lower', alphaPerMillion: 50_000 }
    const result = { arms: { treated: { trials: 100, events: 10 } }, sideConditions: f.GOOD.sideConditions }
    expect((await measured({ statistic }, metric, result)).row.measurement).to.equal('490')
  })

  const misfits: [string, object, object][] = [
    ['another unit', reduction, { ...metric, unit: 'per cent' }],
    ['a bound that pays for luck', { ...reduction, kind: 'oneArm', bound: 'upper' }, metric],
    ['a reduction where lower is better', reduction, { ...metric, direction: 'lower', baseline: '1', best: '0' }],
  ]
  for (const [what, statistic, outcome] of misfits) {
    it(`is stopped at once: ${what}`, async () => {
      const { operator, row } = await measured({ statistic }, outcome, arms)
      expect([row.stage, row.tries], 'claim').to.deep.equal(['stopped', 1])
      expect(operator.entries.at(-1), 'log').to.deep.include({ level: 50, fault: 'misfit' })
    })
  }

  const nonsense: [string, object][] = [
    ['a measurement', f.GOOD],
    ['no control', { ...arms, arms: { treated: counts.treated } }],
    ['more events than trials', { ...arms, arms: { ...counts, treated: { trials: 3, events: 4 } } }],
    ['too many trials', { ...arms, arms: { ...counts, treated: { trials: 20_001, events: 4 } } }],
    ['no trials', { ...arms, arms: { ...counts, treated: { trials: 0, events: 0 } } }],
  ]
  for (const [what, result] of nonsense) {
    it(`takes for nonsense: ${what}`, async () => {
      const { operator, row } = await measured({ statistic: reduction }, metric, result)
      expect([row.stage, row.measurement], 'claim').to.deep.equal(['proved', null])
      expect(operator.entries.at(-1), 'log').to.deep.include({ level: 40, fault: 'nonsense' })
    })
  }
})
