/** Observing that is cut off, or done by two processes at the same time. */
import { expect } from 'chai'
import { create } from '../../../sdk/actions/create.ts'
import { parseOutcome } from '../../../sdk/model/outcome.ts'
import { observe } from '../../../oracle/observe/observe.ts'
import { OUTCOME } from '../../sdk/samples.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import { ask } from './endpoints.ts'
import { claimsOf, expectSilence, record, rowsOf } from './rows.ts'

const OUTCOME_DOCUMENT = parseOutcome({ ...OUTCOME, breakClause: 'A thing comes undone.' })

describe('oracle: observing again', function () {
  this.timeout(60_000)
  let world: OracleWorld
  beforeEach(async () => {
    world = await oracleWorld()
  })
  afterEach(async () => {
    await world.stop()
  })

  it('two processes on one store cannot both move on', async () => {
    const operator = await world.operator(1)
    await observe(operator)
    await world.claim()
    const { chain } = operator
    const late = {
      ...operator,
      chain: {
        ...chain,
        read: async <T>(run: Parameters<typeof chain.read<T>>[0]) => {
          const result = await chain.read(run)
          await ask(world.sdk.client, { method: 'evm_mine', params: [] })
          await observe(operator)
          return result
        },
      },
    }
    const error = await observe(late).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error, 'the late one').to.be.instanceOf(Error)
    expect((await claimsOf(operator.store)).length, 'claims').to.equal(1)
    await expectSilence(operator)
  })

  it('is exact after a restart at every mark', async () => {
    const first = await world.claim()
    await record(world, first, [0, 2, 3])
    await create(world.sdk.writers[0]!, world.sdk.origin, { ...world.terms, minStep: 3n }, OUTCOME_DOCUMENT)
    const calm = await world.operator(1)
    await observe(calm)
    await world.claim()
    await observe(calm)
    const expected = await rowsOf(calm.store)

    const dying = await world.operator(1)
    dying.clock.at = calm.clock.at
    let marks = 0
    dying.mark = () => {
      marks++
      throw new Error('killed')
    }
    const error = await observe(dying).catch((thrown: unknown) => thrown)
    expect(error, 'killed').to.have.property('message', 'killed')
    dying.mark = () => undefined
    await observe(dying)
    expect(marks, 'marks').to.equal(1)
    const { blocks, ...rows } = await rowsOf(dying.store)
    const { blocks: others, ...wanted } = expected
    expect(rows, 'rows').to.deep.equal(wanted)
    expect(blocks.at(-1), 'last block').to.deep.equal(others.at(-1))
    await expectSilence(dying)
  })
})
