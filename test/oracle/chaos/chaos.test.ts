/** Members of a panel die at every mark; what must never be is never seen, and claims are judged. `npm run verify:chaos` does the same for longer. */
import { expect } from 'chai'
import type { Lane } from '../../../oracle/operate/lanes.ts'
import type { Operator, Step } from '../../../oracle/operator.ts'
import { lives } from './lives.ts'
import { marksOfSources } from './marks.ts'
import type { Bugs } from './member.ts'
import { Tally } from './tally.ts'
import { Violation } from './witness.ts'

/** Fixed, so that whoever breaks something finds it again. */
const SEED = 1
const CRASHES = 500
/** Enough to meet what is rare. */
const MOST_LIVES = 16

describe('oracle: chaos', function () {
  this.timeout(600_000)

  it(`${CRASHES} crashes, at every mark there is`, async () => {
    const tally = new Tally()
    const marks = await marksOfSources()
    const isEnough = () => tally.crashes >= CRASHES && tally.marks.size >= marks.length
    await lives({ seed: SEED, tally, until: () => isEnough() || tally.lives >= MOST_LIVES })
    expect(tally.crashes, 'crashes').to.be.at.least(CRASHES)
    expect([...tally.marks.keys()].sort(), 'marks').to.deep.equal(marks)
    expect(tally.claims, 'claims judged').to.be.at.least(25)
    expect(Math.max(...tally.depths.keys()), 'the deepest reorganisation').to.be.at.least(30)
    expect(Math.min(...tally.depths.keys()), 'the shallowest').to.equal(1)
  })

  const planted: [string, Bugs, RegExp, number][] = [
    [
      'a signer that is asked before the digest is committed',
      { lanes: withStep('sign', signsFirst) },
      /two digests/,
      5,
    ],
    [
      'a duty that is not taken up after a reorganisation',
      { lanes: withStep('adopt', () => nothing) },
      /Another observation of claim/,
      1,
    ],
    ['transactions that are not written down', { lanes: withStep('submit', writesNothing) }, /did the same twice/, 1],
    ['plain text that a process has left when it was killed', { leaves: true }, /a secret is in/, 1],
  ]
  for (const [what, bugs, says, seed] of planted) {
    it(`finds a planted bug: ${what}`, async () => {
      const tally = new Tally()
      const error = await lives({ seed, tally, bugs, until: () => tally.lives >= 3 }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error, `after ${tally.line}`).to.be.instanceOf(Violation)
      expect((error as Violation).message, 'what is wrong').to.match(says)
    })
  }
})

/** The same lanes, one of their steps changed. */
function withStep(name: string, change: (step: Step) => Step): NonNullable<Bugs['lanes']> {
  return (lanes: readonly Lane[]) =>
    lanes.map((lane) => lane.map(([one, step]) => [one, one === name ? change(step) : step] as const))
}

const nothing: Step = () => Promise.resolve(false)

/** Has everything that is measured signed, and then does what is right. */
function signsFirst(step: Step): Step {
  return async (operator) => {
    const { store, signer, deployment, member } = operator
    for (const { escrow, claim, measurement, report } of await store
      .selectFrom('claims')
      .selectAll()
      .where('stage', '=', 'measured')
      .execute()) {
      await signer.sign(deployment.chainId, escrow, {
        claim,
        member,
        measurement: BigInt(measurement!),
        report: report!,
      })
      operator.mark('planted')
    }
    return step(operator)
  }
}

/** Sends without writing down what, with nonces that the node counts. */
function writesNothing(step: Step): Step {
  return (operator) => {
    const { store, chain } = operator
    const lost = { values: () => ({ execute: () => Promise.resolve([]) }) }
    const forgetful = new Proxy(store, {
      get: (on, name) => {
        const value: unknown = Reflect.get(on, name, on)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown =>
          name === 'insertInto' && args[0] === 'transactions'
            ? lost
            : (value as (...all: unknown[]) => unknown).apply(on, args)
      },
    })
    const counting = (client: Operator['chain']['client']): Operator['chain']['client'] => ({
      ...client,
      getTransactionCount: ({ address }) => client.getTransactionCount({ address, blockTag: 'pending' }),
    })
    const read: Operator['chain']['read'] = (run) =>
      chain.read((client, witness) => {
        const first = counting(client)
        return run(first, witness === client ? first : counting(witness))
      })
    return step({
      ...operator,
      store: forgetful,
      chain: { confirmed: () => chain.confirmed(), client: counting(chain.client), read },
    })
  }
}
