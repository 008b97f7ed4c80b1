import { expect } from 'chai'
import { encodeFunctionData, parseAbi, slice, verifyTypedData, type Hex } from 'viem'
import { findEquivocations } from '../../../audit/judge/equivocation.ts'
import { observationsIn } from '../../../audit/judge/observeCalls.ts'
import { parseShownObservations } from '../../../audit/judge/shownObservations.ts'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { observationTypedData } from '../../../sdk/model/typedData.ts'
import { MEMBERS, oracleWorld, type OracleWorld } from '../../oracle/world.ts'
import { hashOf, noted, recordedIn, signedBy, submitted } from '../recorded.ts'

const MULTICALL = parseAbi([
  'function aggregate((address target, bytes callData)[] calls)',
  'function tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls)',
  'function aggregate3((address target, bool allowFailure, bytes callData)[] calls)',
  'function aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)',
])

describe('audit: members that sign twice', () => {
  let world: OracleWorld
  beforeEach(async () => {
    world = await oracleWorld()
  })
  afterEach(() => world.stop())

  const find = async (more: Partial<Parameters<typeof findEquivocations>[0]> = {}) => {
    const { findings, note } = noted()
    const { subject, state } = await recordedIn(world)
    const statements = await findEquivocations({ client: world.sdk.client, subject, state, note, ...more })
    return { findings, statements }
  }
  const sign = (seat: number, claim: Hex, measurement: bigint, report = hashOf(`report ${seat}`)) =>
    signedBy(world, seat, { claim, measurement, report })

  it('are found where the chain skipped the second observation, with both signatures as the proof', async () => {
    const claim = await world.claim()
    const [one, two, other] = [await sign(2, claim, 5n), await sign(2, claim, 9n), await sign(0, claim, 5n)]
    await submitted(world, claim, [one, two, other])
    const { findings, statements } = await find()
    expect(findings, 'findings').to.have.length(1)
    const [finding] = findings
    const member = MEMBERS[2]!.address
    expect([finding!.grade, finding!.rule, finding!.subject, finding!.escrow], 'finding').to.deep.equal([
      'broken promise',
      'equivocation',
      member,
      world.escrow,
    ])
    const domain = { chainId: await world.sdk.client.getChainId(), escrow: world.escrow }
    const proofs = [finding!.expected!, finding!.actual!].map(
      (text) => JSON.parse(/\{.*\}/.exec(text)![0]) as { measurement: string; report: Hex; signature: Hex },
    )
    expect(
      proofs.map(({ measurement }) => measurement),
      'the one on record first',
    ).to.deep.equal(['5', '9'])
    for (const { measurement, report, signature } of proofs) {
      const observation = { claim, member, measurement: BigInt(measurement), report }
      const data = observationTypedData(domain.chainId, domain.escrow, observation)
      expect(await verifyTypedData({ ...data, address: member, signature }), measurement).to.equal(true)
    }
    expect(
      statements.map(({ standing }) => standing),
      'statements',
    ).to.deep.equal(['checked'])
  })

  it('are found across transactions, where the caller names them, and where only the report differs', async () => {
    const claim = await world.claim()
    await submitted(world, claim, [await sign(1, claim, 5n)])
    const hash = await submitted(world, claim, [await sign(1, claim, 5n, hashOf('another report'))])
    expect((await find()).findings, 'the other transaction is not known').to.have.length(0)
    const { findings } = await find({ transactions: [hash] })
    expect(
      findings.map(({ subject }) => subject),
      'who',
    ).to.deep.equal([MEMBERS[1]!.address])
  })

  it('are none where somebody forged the second, resubmitted the first, or it is of another claim or escrow', async () => {
    const claim = await world.claim()
    const next = await world.claim()
    const first = await sign(1, claim, 5n)
    const forged = { ...(await sign(3, claim, 9n)), seat: 1n }
    const moved = { ...first, measurement: 9n }
    const elsewhere = await signedBy({ ...world, escrow: world.sdk.token }, 1, {
      claim,
      measurement: 9n,
      report: hashOf('report 1'),
    })
    const high = { ...(await sign(1, claim, 9n)), seat: 77n }
    await submitted(world, claim, [first, first, forged, moved, elsewhere, high])
    await submitted(world, next, [await sign(1, next, 9n)])
    expect((await find()).findings).to.deep.equal([])
  })

  it('are found off chain: files of observe, lists of them, findings of the oracle', async () => {
    const claim = await world.claim()
    await submitted(world, claim, [await sign(4, claim, 5n)])
    const { seat, measurement, report, signature } = await sign(4, claim, 6n)
    const file = {
      ...{ version: 1, chainId: await world.sdk.client.getChainId(), escrow: world.escrow, claim },
      ...{ seat: `${seat}`, measurement: `${measurement}`, report, signature },
    }
    const member = MEMBERS[4]!.address
    const finding = { id: 'x', escrow: world.escrow, claim, member, kind: 'equivocation', details: '{}', at: 1 }
    const told = { findings: [{ ...finding, observations: [{ measurement: '6', report, signature }] }] }
    for (const [what, input] of Object.entries({ file, list: [file], told })) {
      const { findings } = await find({ observations: parseShownObservations(input) })
      expect(
        findings.map(({ subject }) => subject),
        what,
      ).to.deep.equal([member])
    }
    for (const [what, other] of Object.entries({
      'of another chain': { ...file, chainId: 1 },
      'of another escrow': { ...file, escrow: world.sdk.token },
      'the one on record': { ...file, ...(await sign(4, claim, 5n)), seat: '4', measurement: '5' },
      'not signed': { ...file, measurement: '7' },
    }))
      expect((await find({ observations: parseShownObservations(other) })).findings, what).to.deep.equal([])
    for (const wrong of [
      undefined,
      {},
      { ...file, measurement: 6 },
      { findings: [finding] },
      [file, 1],
      { ...file, x: 1 },
    ])
      expect(() => parseShownObservations(wrong), JSON.stringify(wrong)).to.throw(InputError)
  })

  it('says what it could not look into', async () => {
    const claim = await world.claim()
    const hash = await submitted(world, claim, [await sign(0, claim, 5n)])
    const { statements } = await find({ transactions: [hashOf('no transaction')] })
    expect(
      statements.map(({ standing, what }) => [standing, /^\d+/.exec(what)?.[0]]),
      'one is not known',
    ).to.deep.equal([
      ['checked', undefined],
      ['assumed', '1'],
    ])
    const { subject, state } = await recordedIn(world)
    const client = { request: () => Promise.resolve({ hash, from: world.escrow, to: world.sdk.token, input: '0x01' }) }
    const lying = await findEquivocations({ client: client as never, subject, state, note: () => undefined })
    expect(
      lying.map(({ standing }) => standing),
      'a recorded observation that its transaction does not show',
    ).to.deep.equal(['checked', 'assumed'])
  })

  it('reads calls in batches, nested as deep as is sensible', async () => {
    const claim = hashOf('claim')
    const { seat, ...observation } = await sign(0, claim, 5n)
    const data = encodeFunctionData({
      abi: escrowAbi,
      functionName: 'observe',
      args: [claim, [{ seat, ...observation }]],
    })
    const [target, other] = [world.escrow, world.sdk.token]
    const call = { target, callData: data, allowFailure: true, value: 0n }
    const batches: [string, Hex][] = [
      ['aggregate', encodeFunctionData({ abi: MULTICALL, functionName: 'aggregate', args: [[call, call]] })],
      [
        'tryAggregate',
        encodeFunctionData({ abi: MULTICALL, functionName: 'tryAggregate', args: [false, [call, call]] }),
      ],
      ['aggregate3', encodeFunctionData({ abi: MULTICALL, functionName: 'aggregate3', args: [[call, call]] })],
      [
        'aggregate3Value',
        encodeFunctionData({ abi: MULTICALL, functionName: 'aggregate3Value', args: [[call, call]] }),
      ],
    ]
    for (const [name, batch] of batches) {
      const found = observationsIn(target, other, batch)
      expect(found, name).to.deep.equal([
        { claim, seat, ...observation },
        { claim, seat, ...observation },
      ])
    }
    const within = (callData: Hex) =>
      encodeFunctionData({ abi: MULTICALL, functionName: 'aggregate', args: [[{ target: other, callData }]] })
    expect(observationsIn(target, other, within(within(batches[0]![1]))), 'three deep').to.have.length(2)
    expect(observationsIn(target, other, within(within(within(within(batches[0]![1]))))), 'too deep').to.have.length(0)
    const cut: Hex[] = ['0x', '0x01', slice(data, 0, 50)]
    for (const garbage of cut) expect(observationsIn(target, target, garbage), garbage).to.deep.equal([])
  })
})
