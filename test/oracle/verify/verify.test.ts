import { expect } from 'chai'
import { zeroHash } from 'viem'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { encodeOutcome } from '../../../sdk/model/outcome.ts'
import { encodeReport, reportSchema } from '../../../sdk/model/report.ts'
import { randomnessOf } from '../../../oracle/verifiers/randomness.ts'
import { MOST_TRIES } from '../../../oracle/verifiers/noteFailure.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import * as f from './fixtures.ts'

const FREE = { sandbox: 'none' }

describe('oracle: verify', () => {
  let world: OracleWorld
  let { mine, operatorWith, claimFor, once } = {} as ReturnType<typeof f.bench>
  before(async () => {
    world = await oracleWorld()
    ;({ mine, operatorWith, claimFor, once } = f.bench(world))
  })
  afterEach(f.endAll)
  after(async () => {
    await world.stop()
    await f.clean()
  })

  it('measures by a program, keeps the report, and is silent the second time', async () => {
    const operator = await operatorWith(await f.shell(f.says({ ...f.GOOD, notes: 'counted' }), FREE))
    const claim = await claimFor(operator)
    const { withEvidence, opened } = f.evidence(world)
    const { verify } = f.verification(withEvidence)
    expect(await verify(operator), 'did something').to.equal(true)
    const row = await f.rowOf(operator, claim)
    expect([row.stage, row.measurement, row.note, row.tries], 'claim').to.deep.equal(['measured', '12', '', 0])
    const report = await f.reportOf(operator, claim)
    expect(encodeReport(reportSchema.parse(report)).digest, 'digest').to.equal(row.report)
    expect(report, 'report').to.deep.include({
      measurement: '12',
      reason: '',
      notes: 'counted',
      member: operator.member,
      claim,
      target: zeroHash,
      escrow: world.escrow,
    })
    const entries = operator.entries.length
    expect(await verify(operator), 'second time').to.equal(false)
    expect(operator.entries.length, 'logged').to.equal(entries)
    expect(opened(), 'evidence opened').to.equal(1)
  })

  it('hands the program everything by stdin', async () => {
    const operator = await operatorWith(
      await f.shell(
        `node=${process.execPath}
exec $node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{const i=JSON.parse(t);
const fs=require("fs");
console.log(JSON.stringify({measurement:"1",sideConditions:[{name:"quiet",holds:true}],
notes:JSON.stringify({i,file:fs.readFileSync(i.evidence+"/files/things.csv","utf8")})}))})'`,
        FREE,
      ),
    )
    const first = await claimFor(operator)
    await once(operator)
    const claim = await claimFor(operator)
    await once(operator)
    const { notes } = await f.reportOf(operator, claim)
    const { i, file } = JSON.parse(String(notes)) as { i: Record<string, unknown>; file: string }
    const row = await f.rowOf(operator, claim)
    expect(file, 'file').to.equal('things,1000\n')
    expect(i, 'input').to.deep.include({
      version: 1,
      outcome: f.WORLD_OUTCOME,
      chainId: 31337,
      escrow: world.escrow,
      claim,
      target: zeroHash,
      solver: row.solver,
      payee: row.solver,
      filedAt: row.filedAt,
      place: 1,
      attempt: 2,
      alpha: null,
    })
    expect(i['earlier'], 'earlier claims').to.deep.equal([
      {
        claim: first,
        target: zeroHash,
        solver: row.solver,
        place: 0,
        filedAt: (await f.rowOf(operator, first)).filedAt,
        measurement: '1',
        verdict: null,
      },
    ])
    const block = await world.sdk.client.getBlock({ blockNumber: BigInt(row.filedBlock) + 1n })
    expect(i['randomness'], 'randomness').to.deep.equal({
      value: randomnessOf(31337, world.escrow, claim, block),
      block: row.filedBlock + 1,
      blockHash: block.hash,
      mixHash: block.mixHash,
    })
  })

  it('waits in silence until the block of the randomness is confirmed', async () => {
    const operator = await operatorWith(await f.shell(f.says(f.GOOD), FREE))
    const claim = await world.claim()
    await f.proved(world, operator, claim)
    expect(await once(operator), 'at the filing block').to.equal(false)
    expect(operator.entries, 'logged').to.deep.equal([])
    await mine()
    expect(await once(operator), 'a block later').to.equal(true)
    expect((await f.rowOf(operator, claim)).stage).to.equal('measured')
  })

  it('repeats nothing of a result that is nonsense: it may quote evidence', async () => {
    const secrets = [
      '"SECRET',
      '{"measurement":"SECRET","sideConditions":[]}',
      '{"measurement":"1","sideConditions":[],"SECRET":1}',
      '{"measurement":"1","sideConditions":[{"name":"SECRET","holds":true}]}',
    ]
    for (const secret of secrets) {
      const operator = await operatorWith(await f.shell(`echo '${secret}'`, FREE))
      const claim = await claimFor(operator)
      await once(operator)
      const { note } = await f.rowOf(operator, claim)
      expect(note.startsWith('nonsense: '), note).to.equal(true)
      expect(note + JSON.stringify(operator.entries), secret).to.not.include('SECRET')
    }
  })

  it('does nothing for a claim whose time is over', async () => {
    const operator = await operatorWith(await f.shell(f.says(f.GOOD), FREE))
    const claim = await claimFor(operator)
    const last = await world.sdk.now()
    await operator.store
      .updateTable('claims')
      .set({ observeUntil: Number(last) - 1 })
      .execute()
    expect(await once(operator), 'did something').to.equal(false)
    expect((await f.rowOf(operator, claim)).stage).to.equal('proved')
    await operator.store
      .updateTable('claims')
      .set({ observeUntil: Number(last) })
      .execute()
    expect(await once(operator), 'in the last second').to.equal(true)
  })

  it('measures 0 where a side condition fails, and says which', async () => {
    const result = { measurement: '12', sideConditions: [{ name: 'quiet', holds: false, note: 'loud' }] }
    const operator = await operatorWith(await f.shell(f.says(result), FREE))
    const claim = await claimFor(operator)
    await once(operator)
    expect((await f.rowOf(operator, claim)).measurement, 'measurement').to.equal('0')
    const report = await f.reportOf(operator, claim)
    expect(report['sideConditions'], 'conditions').to.deep.equal(result.sideConditions)
    expect(report['reason'], 'reason').to.include('quiet')
  })

  it('asks a break claim for no side condition and no counts', async () => {
    const statistic = { kind: 'oneArm', bound: 'lower', alphaPerMillion: 50_000 }
    const result = { measurement: '1', sideConditions: [] }
    const operator = await operatorWith(await f.shell(f.says(result), { ...FREE, statistic }))
    const claim = await claimFor(operator)
    await operator.store
      .updateTable('claims')
      .set({ target: f.hashOf('attacked') })
      .execute()
    await once(operator)
    expect((await f.rowOf(operator, claim)).measurement).to.equal('1')
  })

  it('takes the verifier that names the outcome before the one for all', async () => {
    const { hash } = encodeOutcome(f.WORLD_OUTCOME)
    const all = await f.shell(f.says({ ...f.GOOD, measurement: '1' }), FREE)
    const other = await f.shell(f.says({ ...f.GOOD, measurement: '2' }), { ...FREE, outcomes: [f.hashOf('x')] })
    const exact = await f.shell(f.says({ ...f.GOOD, measurement: '3' }), { ...FREE, outcomes: [f.hashOf('y'), hash] })
    const operator = await operatorWith(all, other, exact)
    const claim = await claimFor(operator)
    await once(operator)
    expect((await f.rowOf(operator, claim)).measurement).to.equal('3')
  })

  it('leaves claims of outcomes without a verifier, without an alarm', async () => {
    const operator = await operatorWith(await f.shell(f.says(f.GOOD), { ...FREE, outcomes: [f.hashOf('x')] }))
    const claim = await claimFor(operator)
    await once(operator)
    expect((await f.rowOf(operator, claim)).stage, 'stage').to.equal('stopped')
    expect(
      operator.entries.map(({ level, fault }) => [level, fault]),
      'log',
    ).to.deep.equal([[40, 'no verifier']])
    expect(await once(operator), 'second time').to.equal(false)
  })

  it('tries a failing verifier again with longer and longer waits, then stops the claim and says that a person must act', async () => {
    const operator = await operatorWith(await f.shell('exit 3', FREE))
    const claim = await claimFor(operator)
    const waits: number[] = []
    for (let i = 0; i < MOST_TRIES; i++) {
      expect(await once(operator), `try ${i + 1}`).to.equal(true)
      const { nextAt, stage } = await f.rowOf(operator, claim)
      if (stage === 'stopped') break
      waits.push(nextAt - operator.clock.at / 1000)
      expect(await once(operator), 'before its time').to.equal(false)
      operator.clock.at = nextAt * 1000
    }
    expect(waits, 'waits').to.deep.equal([60, 120, 240, 480, 960])
    const row = await f.rowOf(operator, claim)
    expect([row.stage, row.tries, row.measurement], 'claim').to.deep.equal(['stopped', MOST_TRIES, null])
    expect(
      operator.entries.map(({ level }) => level),
      'log',
    ).to.deep.equal([40, 40, 40, 40, 40, 50])
    operator.clock.at += 10 ** 9
    expect(await once(operator), 'afterwards').to.equal(false)
  })

  it('never gives up while the chain or a server does not answer', async () => {
    const operator = await operatorWith(await f.shell(f.says(f.GOOD), FREE))
    const claim = await claimFor(operator)
    const down = f.verification(() => Promise.reject(new ConnectionError('Nobody answers.')))
    for (let i = 0; i < MOST_TRIES + 2; i++) {
      await down.verify(operator)
      operator.clock.at += 3_600_000
    }
    expect((await f.rowOf(operator, claim)).stage, 'stage').to.equal('proved')
    await once(operator)
    expect((await f.rowOf(operator, claim)).stage, 'later').to.equal('measured')
  })

  it('works on others while one takes long, on one of an escrow at a time, and ends it when told to', async () => {
    const slow = await f.shell('sleep 600', FREE)
    const operator = await operatorWith(slow)
    await claimFor(operator)
    await claimFor(operator)
    const { withEvidence, opened } = f.evidence(world)
    const { verify, stop } = f.verification(withEvidence, 50)
    await verify(operator)
    await verify(operator)
    expect(opened(), 'claims of one escrow at a time').to.equal(1)
    await stop()
    const stages = await operator.store.selectFrom('claims').select(['stage', 'tries']).execute()
    expect(stages, 'as if nothing had been').to.deep.equal([
      { stage: 'proved', tries: 0 },
      { stage: 'proved', tries: 0 },
    ])
    expect(operator.entries, 'logged').to.deep.equal([])
  })
})
