/** Executes the table of members-table.ts: every kind of member alone, among good ones, and as arbiter. */
import { expect } from 'chai'
import { arbitrated, ethers, file, observation, observe, time } from '../../support/escrow.ts'
import type { Observer } from '../../support/escrow.ts'
import { open } from '../../support/claims.ts'
import { expectSolvent } from '../../support/solvency.ts'
import { MAKE } from './members.ts'
import type { Member } from './members.ts'
import { MEMBERS } from './members-table.ts'
import type { MemberName, MemberRow } from './members-table.ts'

const NAMES = Object.keys(MEMBERS) as MemberName[]

/** A member's check may use 400,000 gas; the rest is for the call, two more observations and the end of pledging. */
const MOST_GAS = (400_000n * 64n) / 63n + 200_000n

/** A claim before a panel of `name` and two EOAs, all of which are asked for 5. */
async function before(name: MemberName, isReady = true) {
  let member: Member | undefined
  const o = await open(async (w) => {
    member = await MAKE[name](w)
    const panel = [member.address, w.members[0]!.address, w.members[1]!.address]
    return { panel: panel.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)), quorum: 2n, claimFee: 9n }
  })
  const key = await file(o.w, o.escrow)
  if (isReady) await member!.ready?.(o, key)
  const byAddress = new Map<string, Observer>([...o.w.members, ...o.w.funders].map((x) => [x.address, x]))
  byAddress.set(member!.address, {
    address: member!.address,
    signTypedData: (...x) => member!.signer.signTypedData(...x),
  })
  const members = o.t.panel.map((x) => byAddress.get(x as string)!)
  const seat = o.t.panel.indexOf(member!.address)
  const of = (i: number) => observation({ members }, o.escrow, key, i, 5n)
  return { ...o, key, member: member!, seat, bit: 1n << BigInt(seat), of, others: [0, 1, 2].filter((i) => i !== seat) }
}

const seatsOf = async ({ escrow, key }: Awaited<ReturnType<typeof before>>) => (await escrow.claimOf(key)).seats

/** What the table calls it. */
async function alone(name: MemberName): Promise<MemberRow['alone']> {
  const o = await before(name)
  await o.escrow.observe(o.key, [await o.of(o.seat)])
  return (await seatsOf(o)) === o.bit ? 'recorded' : 'skipped'
}

/** The same; whatever the member does, the claim is decided by the others, and the payee is paid. */
async function inBatch(name: MemberName): Promise<string> {
  const o = await before(name)
  const batch = [await o.of(o.seat), ...(await Promise.all(o.others.map(o.of)))]
  const receipt = await (await o.escrow.observe(o.key, batch)).wait()
  expect(receipt!.gasUsed < MOST_GAS, `${receipt!.gasUsed} gas`).to.equal(true)
  const seats = await seatsOf(o)
  await time.increase(8n * 86_400n)
  await o.escrow.settle(1)
  const owed = await o.escrow.owed(o.w.payee.address)
  await o.escrow.collect(o.w.payee.address, o.w.payee.address)
  expect(owed >= 50n * 10n ** 6n, `the payee is paid ${owed}`).to.equal(true)
  await expectSolvent(o.escrow, name, 1n)
  if (seats === 0b111n) return 'recorded, the others too'
  return seats === (0b111n ^ o.bit) ? 'skipped, the others are recorded' : `seats ${seats.toString(2)}`
}

/** The same account as arbiter of a claim of verdict 5 that is challenged: it rules 2, or the clock runs out. */
async function asArbiter(name: MemberName): Promise<string> {
  let arbiter: Member | undefined
  const o = await open(async (w) => {
    arbiter = await MAKE[name](w)
    return { ...arbitrated(w), arbiter: arbiter.address }
  })
  const key = await file(o.w, o.escrow)
  await observe(o.w, o.escrow, key, [5n, 5n, 5n, 5n, 5n])
  await arbiter!.ready?.(o, key)
  await o.escrow.connect(o.w.stranger).challenge(key, 'doubts')
  if (arbiter!.rule) {
    await arbiter!.rule(o, key, 2n)
    await o.escrow.settle(1)
    expect(await o.escrow.owed(arbiter!.address), 'the fee is the arbiter’s').to.equal(o.t.challengeFee)
    expect((await o.escrow.claimOf(key)).verdict, 'verdict').to.equal(2n)
    await o.escrow.collect(arbiter!.address, arbiter!.address)
    return 'rules'
  }
  expect(await o.escrow.settle.staticCall(1), 'settled while the arbiter may rule').to.equal(0n)
  await time.increase(6n * 86_400n)
  await o.escrow.settle(1)
  expect(await o.escrow.owed(arbiter!.address), 'nothing is the arbiter’s').to.equal(0n)
  expect(await o.escrow.progress(), 'progress').to.equal(5n)
  await expectSolvent(o.escrow, name, 1n)
  return 'cannot rule: the verdict stands'
}

describe('hostile members: the matrix', () => {
  it('should make every kind that the table names', () => {
    expect(Object.keys(MAKE).sort()).to.deep.equal([...NAMES].sort())
    expect(NAMES.length, 'kinds').to.be.greaterThan(9)
  })
  for (const name of NAMES) {
    const row = MEMBERS[name]
    it(`should hold for a member that is a ${row.label} (${name})`, async () => {
      expect(await alone(name), 'alone').to.equal(row.alone)
      expect(await inBatch(name), 'in a batch').to.equal(row.inBatch)
      expect(await asArbiter(name), 'as arbiter').to.equal(row.asArbiter)
    })
  }
  it('should never let an account pass for another because its code is gone', async () => {
    const o = await before('codeGone')
    expect(await ethers.provider.getCode(o.member.address), 'code').to.equal('0x')
    const zero = { ...(await o.of(o.seat)), signature: '0x' + '00'.repeat(65) }
    expect(await o.escrow.observe.staticCall(o.key, [zero]), 'recorded').to.equal(0n)
  })
  it('should record an account that is still to be made only once it is there', async () => {
    const o = await before('codeLater', false)
    const signed = await o.of(o.seat)
    expect(await o.escrow.observe.staticCall(o.key, [signed]), 'before').to.equal(0n)
    await o.member.ready?.(o, o.key)
    expect(await o.escrow.observe.staticCall(o.key, [signed]), 'afterwards').to.equal(1n)
  })
})
