/** Verifiers that compare a claim with the evidence of those before it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect } from 'chai'
import type { Hex } from 'viem'
import { bundlePath } from '../../../oracle/evidence/bundles.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'
import * as f from './fixtures.ts'

/** Answers in its notes the earlier claims that it was given, each with what its evidence says. */
const PROGRAM = `exec ${process.execPath} -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{
const given=JSON.parse(t).earlierEvidence;const read=(o)=>require("fs").readFileSync(o.folder+"/files/things.csv","utf8");
console.log(JSON.stringify({measurement:"1",sideConditions:[{name:"quiet",holds:true}],
notes:JSON.stringify(given && given.map(o=>[o.claim,read(o)]))}))})'`

describe('oracle: the evidence of earlier claims', () => {
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

  const operatorThat = async (earlierEvidence: boolean) =>
    operatorWith(await f.shell(PROGRAM, { sandbox: 'none', earlierEvidence }))
  /** A claim whose bundle is here. */
  const kept = async (operator: TestOperator): Promise<Hex> => {
    const claim = await claimFor(operator)
    const path = bundlePath(operator.config, { escrow: world.escrow, claim })
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, '')
    return claim
  }
  const given = async (operator: TestOperator, claim: Hex): Promise<unknown> => {
    const { notes } = await f.reportOf(operator, claim)
    return JSON.parse(String(notes))
  }

  it('is given oldest first, without that which never came', async () => {
    const operator = await operatorThat(true)
    const first = await kept(operator)
    await claimFor(operator)
    const third = await kept(operator)
    const last = await kept(operator)
    await once(operator)
    expect(await given(operator, first), 'the first').to.deep.equal([])
    expect(await given(operator, last), 'the last').to.deep.equal([
      [first, 'things,1000\n'],
      [third, 'things,1000\n'],
    ])
  })

  it('is not opened unless it is asked for', async () => {
    const operator = await operatorThat(false)
    await kept(operator)
    const last = await kept(operator)
    await once(operator)
    expect(await given(operator, last)).to.equal(null)
  })

  it('is waited for in silence while it may come', async () => {
    const operator = await operatorThat(true)
    const first = await claimFor(operator)
    await operator.store.updateTable('claims').set({ stage: 'filed' }).where('claim', '=', first).execute()
    const last = await kept(operator)
    expect(await once(operator), 'while it may come').to.equal(false)
    expect((await f.rowOf(operator, last)).stage, 'stage').to.equal('proved')
    expect(operator.entries, 'logged').to.deep.equal([])
    await operator.store.updateTable('claims').set({ stage: 'measured' }).where('claim', '=', first).execute()
    expect(await once(operator), 'once its time is over').to.equal(true)
    expect(await given(operator, last), 'given').to.deep.equal([])
  })
})
