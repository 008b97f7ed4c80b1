import { expect } from 'chai'
import { getAddress, keccak256, stringToHex } from 'viem'
import { cidOf } from '../../../sdk/evidence/cid.ts'
import {
  handIn,
  membersWith,
  withTaken,
  type Answer,
  type HandedIn,
  type Put,
} from '../../../web/views/claim/handIn.ts'
import { oracleWorld, type OracleWorld } from '../../oracle/world.ts'
import { addClaim, CHAIN, evidenceOperator, packedClaim, rowOf, testIntake } from '../../oracle/evidence/world.ts'
import { ESCROW, sha256, SOLVER } from '../../evidence/support.ts'

const KEY = keccak256(stringToHex('claim'))
const BUNDLE = new Blob(['sealed'])
const CLAIM = {
  chainId: CHAIN,
  escrow: getAddress(ESCROW),
  key: KEY,
  bundle: { size: BUNDLE.size, sha256: KEY, cid: cidOf(KEY), recipients: [] },
}

/** Hands in to a server that gives these answers, one after the other; undefined = it is not there. */
async function against(answers: (number | 'silent' | undefined)[], pauses = [0, 0]) {
  const told: HandedIn[] = []
  const asked: string[] = []
  const put: Put = (url, _headers, _body, progress) => {
    asked.push(url.href)
    progress(3)
    const status = answers[asked.length - 1]
    if (status === undefined) return Promise.reject(new Error('down'))
    return Promise.resolve<Answer | 'silent'>(status === 'silent' ? status : { status, body: 'why\n' })
  }
  const taken = await handIn(CLAIM, 'https://member.example/', BUNDLE, (state) => told.push(state), put, pauses)
  return { taken, told, asked, last: told.at(-1)! }
}

describe('page, claim: handing in', () => {
  it('puts the bundle at the place of the claim, and tells how far it is', async () => {
    const { taken, told, asked } = await against([201])
    expect(taken, 'taken').to.equal(true)
    expect(asked, 'where').to.deep.equal([`https://member.example/evidence/${CHAIN}/${ESCROW.toLowerCase()}/${KEY}`])
    expect(told, 'told').to.deep.equal([
      { at: 'sending', sent: 0, total: 6 },
      { at: 'sending', sent: 3, total: 6 },
      { at: 'taken' },
    ])
  })

  it('tries again where that may help: the member has not seen the block, is busy, or does not answer', async () => {
    for (const first of [404, 408, 503, 507, undefined]) {
      const { taken, asked } = await against([first, 204])
      expect([taken, asked.length], `${first}`).to.deep.equal([true, 2])
    }
    const { taken, asked, last } = await against([undefined, undefined, undefined, 201])
    expect([taken, asked.length], 'not for ever').to.deep.equal([false, 3])
    expect(last, 'can be asked for again').to.include({ at: 'failed', again: true })
  })

  it('ends at once where it never helps, with what the member said', async () => {
    for (const status of [400, 409, 413, 422]) {
      const { taken, asked, last } = await against([status, 201])
      expect([taken, asked.length], `${status}`).to.deep.equal([false, 1])
      expect(last, `${status}`).to.deep.equal({ at: 'failed', why: `answered ${status}: why`, again: false })
    }
  })

  it('leaves who is silent for later: the others come first', async () => {
    const { taken, asked, last } = await against(['silent', 201])
    expect([taken, asked.length]).to.deep.equal([false, 1])
    expect(last).to.include({ at: 'failed', again: true })
  })

  it('asks nothing of an endpoint that is none', async () => {
    const put: Put = () => Promise.reject(new Error('was asked'))
    for (const endpoint of ['', 'none', 'http://member.example', 'https://user:word@member.example']) {
      const told: HandedIn[] = []
      expect(await handIn(CLAIM, endpoint, BUNDLE, (state) => told.push(state), put), endpoint).to.equal(false)
      expect(told, endpoint).to.have.length(1)
    }
  })

  it('remembers who has it', () => {
    const claim = { ...CLAIM, version: 1 as const, solver: getAddress(SOLVER), commitment: KEY, takenIn: {} }
    const at = new Date('2027-01-02T03:04:05Z')
    expect(withTaken(claim, getAddress(SOLVER), at).takenIn, 'taken in').to.deep.equal({ [SOLVER]: at.toISOString() })
  })

  it('counts the members who have the bundle, not the arbiter', () => {
    const [has, arbiter, without] = [getAddress(SOLVER), getAddress(ESCROW), getAddress(`0x${'7'.repeat(40)}`)]
    const judges = [
      { account: has, isArbiter: false },
      { account: without, isArbiter: false },
      { account: arbiter, isArbiter: true },
    ]
    const at = '2027-01-02T03:04:05.000Z'
    expect(membersWith({ takenIn: { [has]: at, [arbiter]: at } }, judges), 'one of two').to.equal(1)
    expect(membersWith({ takenIn: {} }, judges), 'nobody').to.equal(0)
  })

  describe('to the oracle service', () => {
    let world: OracleWorld
    before(async () => {
      world = await oracleWorld()
    })
    after(() => world.stop())

    it('is taken in and proved', async () => {
      const operator = await evidenceOperator(world)
      const intake = await testIntake(operator)
      try {
        const packed = await packedClaim(world.escrow, [operator.recipient])
        await addClaim(operator, packed)
        const bundle = new Blob([new Uint8Array(packed.sealed)])
        const digest = sha256(packed.sealed)
        const claim = {
          chainId: CHAIN,
          escrow: packed.escrow,
          key: packed.claim,
          bundle: { size: bundle.size, sha256: digest, cid: cidOf(digest), recipients: [] },
        }
        const put: Put = async (url, headers, body) => {
          const answer = await fetch(url, { method: 'PUT', headers, body })
          return { status: answer.status, body: await answer.text() }
        }
        const taken = await handIn(claim, intake.url, bundle, () => undefined, put, [])
        expect(taken, 'taken').to.equal(true)
        expect((await rowOf(operator, packed)).stage, 'stage').to.equal('proved')
      } finally {
        await intake.stop()
      }
    })
  })
})
