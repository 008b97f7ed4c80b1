import { expect } from 'chai'
import { lastCallOf, positionOf, turnOf, type Known, type Rotation } from '../../../oracle/submit/rotation.ts'

const SLOT = 60
const T = 1_000_000

describe('oracle: rotation', () => {
  const rotation = (seat: number, key = 0n, members = 5, quorum = 3): Rotation => ({
    members,
    quorum,
    seat,
    key,
    slot: SLOT,
  })
  const all = (seenAt: readonly number[]): Known[] =>
    seenAt.map((at, seat) => ({ seat, seenAt: T + at, recorded: false }))

  it('gives each seat its own place, and each key another first', () => {
    for (const members of [1, 3, 5, 32]) {
      for (const key of [0n, 1n, 7n, 2n ** 256n - 1n]) {
        const places = Array.from({ length: members }, (_, seat) => positionOf(seat, key, members))
        expect(
          [...places].sort((a, b) => a - b),
          `${members} members, key ${key}`,
        ).to.deep.equal(Array.from({ length: members }, (_, i) => i))
        expect(positionOf(Number(key % BigInt(members)), key, members), 'who is first').to.equal(0)
      }
    }
  })

  it('lets the p-th wait p slots from when all are known', () => {
    const known = all([0, 10, 20, 30, 40])
    for (let p = 0; p < 5; p++) {
      expect(turnOf(rotation(p), known), `place ${p}, key 0`).to.equal(T + 40 + p * SLOT)
      expect(turnOf(rotation((p + 2) % 5, 2n), known), `place ${p}, key 2`).to.equal(T + 40 + p * SLOT)
    }
  })

  it('lets a quorum wait a slot for the others', () => {
    const known = all([0, 10, 20])
    for (let p = 0; p < 3; p++) expect(turnOf(rotation(p), known), `place ${p}`).to.equal(T + 20 + (p + 1) * SLOT)
    expect(turnOf(rotation(0), all([0, 10, 20, 30])), 'a fourth does not start it anew').to.equal(T + 20 + SLOT)
  })

  it('loses one slot to one dead member, whichever it is', () => {
    for (let dead = 0; dead < 5; dead++) {
      // It never measured.
      const silent = all([0, 0, 0, 0, 0]).filter(({ seat }) => seat !== dead)
      const turns = silent.map(({ seat }) => turnOf(rotation(seat), silent)!)
      expect(Math.min(...turns), `seat ${dead} never measured`).to.equal(T + SLOT)
      // It measured and does not submit.
      const known = all([0, 0, 0, 0, 0])
      const others = known.filter(({ seat }) => seat !== dead).map(({ seat }) => turnOf(rotation(seat), known)!)
      expect(Math.min(...others), `seat ${dead} does not submit`).to.equal(T + (dead === 0 ? SLOT : 0))
    }
  })

  it('has no turn below a quorum, or when nothing is left', () => {
    expect(turnOf(rotation(0), all([0, 10])), 'below').to.equal(undefined)
    const recorded = all([0, 1, 2, 3, 4]).map((one) => ({ ...one, recorded: true }))
    expect(turnOf(rotation(0), recorded), 'all recorded').to.equal(undefined)
  })

  it('gives one that comes late a turn of its own', () => {
    const known = all([0, 10, 20, 5000]).map((one) => ({ ...one, recorded: one.seat < 3 }))
    for (let p = 0; p < 4; p++) expect(turnOf(rotation(p), known), `place ${p}`).to.equal(T + 5000 + (p + 1) * SLOT)
  })

  it('has everything submitted well before the phase ends', () => {
    for (const [within, members] of [
      [3600, 1],
      [3600, 5],
      [3600, 32],
      [86_400, 5],
      [7 * 86_400, 32],
      [365 * 86_400, 3],
    ] as const) {
      const until = T + within
      const calls = Array.from({ length: members }, (_, seat) => lastCallOf(rotation(seat, 0n, members), until, within))
      const name = `${members} members, ${within} s`
      const [first, last] = [calls[0]!, calls.at(-1)!]
      expect(
        [...calls].sort((a, b) => a - b),
        `${name}: in turn`,
      ).to.deep.equal(calls)
      expect(first, `${name}: not before three quarters`).to.be.at.least(until - within / 4)
      expect(until - first, `${name}: at most six hours, or slots for all`).to.be.at.most(
        Math.max(21_600, (members + 5) * SLOT),
      )
      expect(until - last, `${name}: half of the time is left to the last`).to.be.at.least((until - first) / 2)
      expect(until - last, `${name}: minutes at least`).to.be.at.least(300)
    }
  })
})
