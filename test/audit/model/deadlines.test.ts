/** Every deadline: its last second included, at t - 1, t and t + 1 exactly one of the two neighbouring actions is possible. */
import { expect } from 'chai'
import { said, subjectOf, who, Script } from '../support/script.ts'
import { keep } from '../support/keep.ts'
import { contestLife, unitsLife } from '../support/lives.ts'

type Life = Awaited<ReturnType<typeof unitsLife>> | Awaited<ReturnType<typeof contestLife>> | Script

interface Deadline {
  what: string
  life: () => Promise<Life>
  /** The transaction that is put at the deadline. */
  name: string
  /** The last second. */
  last: bigint
  /** Whether the action is possible until the deadline, or from the second after it. */
  when: 'until' | 'after'
  /** What is found where it is not possible. */
  rule: string
}

/** The life of `unitsLife` in which the arbiter does not answer: two members vouched for 1. */
async function unanswered(): Promise<Life> {
  const s = await unitsLife()
  s.transactions.splice(s.transactions.indexOf(s.named('rule')), 1)
  s.args('settle break', 'BreakSettled')['measurement'] = 1n
  return s
}

/** A threshold that is missed. */
async function missed(): Promise<Life> {
  const s = new Script()
  return s.pledge('pledge', 100n, 'Ada', 499n).refund('refund', 1_001n, 'Ada', 499n, 499n)
}

/** A claim that comes after the last call, or in its last second. */
async function lastCall(): Promise<Life> {
  const s = await contestLife()
  s.file('file late', 22_700n, 'Rea', 3n)
  return s.move('file late', 'award')
}

/** Members who stay silent: nothing above 0 is recorded, so that nothing is to be challenged. */
async function silent(): Promise<Life> {
  const s = new Script()
  s.pledge('pledge', 100n, 'Ada', 500n)
  const claim = s.file('file', 2_000n, 'Sol', 0n)
  await s.observe('observe', 2_100n, claim, { 0: 0n })
  const nothing = { payee: who('Sol'), measurement: 0n, progress: 0n, paid: 0n, held: 0n }
  return s.add('settle', 5_601n, said('Settled', { claim, ...nothing }))
}

const DEADLINES: Deadline[] = [
  { what: 'pledging', life: unitsLife, name: 'pledge Ben', last: 1_000n, when: 'until', rule: 'pledge' },
  { what: 'claims', life: unitsLife, name: 'file again', last: 100_000n, when: 'until', rule: 'file' },
  { what: 'claims after a last call', life: lastCall, name: 'file late', last: 22_700n, when: 'until', rule: 'file' },
  { what: 'observing', life: unitsLife, name: 'observe the last', last: 5_600n, when: 'until', rule: 'observe' },
  { what: 'observing, all silent', life: silent, name: 'settle', last: 5_600n, when: 'after', rule: 'settle' },
  { what: 'challenging begins', life: unitsLife, name: 'challenge', last: 7_600n, when: 'after', rule: 'challenge' },
  { what: 'challenging ends', life: unitsLife, name: 'challenge', last: 8_100n, when: 'until', rule: 'challenge' },
  { what: 'unchallenged', life: unitsLife, name: 'settle', last: 2_700n, when: 'after', rule: 'settle' },
  { what: 'arbitrating', life: unitsLife, name: 'rule', last: 8_500n, when: 'until', rule: 'rule' },
  {
    what: 'the arbiter is silent',
    life: unanswered,
    name: 'settle break',
    last: 8_500n,
    when: 'after',
    rule: 'warranty',
  },
  {
    what: 'the warranty, breaking',
    life: unitsLife,
    name: 'file break',
    last: 12_701n,
    when: 'until',
    rule: 'warranty',
  },
  { what: 'the warranty, releasing', life: unitsLife, name: 'release', last: 19_601n, when: 'after', rule: 'warranty' },
  { what: 'awarding', life: contestLife, name: 'award', last: 22_700n, when: 'after', rule: 'award' },
  {
    what: 'refunds when claims have ended',
    life: unitsLife,
    name: 'refund Ada',
    last: 100_000n,
    when: 'after',
    rule: 'R1',
  },
  { what: 'refunds in Void', life: missed, name: 'refund', last: 1_000n, when: 'after', rule: 'R1' },
]

describe('audit: deadlines of the model', () => {
  for (const { what, life, name, last, when, rule } of DEADLINES) {
    it(`${what}: possible ${when} second ${last}`, async () => {
      for (const time of [last - 1n, last, last + 1n]) {
        const s = await life()
        s.endWith(name).named(name).time = time
        const { findings } = keep(subjectOf(s.terms), s.entries, s.end())
        const found = findings.filter(({ grade }) => grade !== 'remark').map((finding) => finding.rule)
        const isPossible = when === 'until' ? time <= last : time > last
        expect(found, `at ${time}`).to.deep.equal(isPossible ? [] : [rule])
      }
    })
  }
})
