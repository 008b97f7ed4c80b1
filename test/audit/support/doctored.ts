/** Lives with one entry doctored, and what of it the model finds. */
import { expect } from 'chai'
import { keep } from './keep.ts'
import { subjectOf, type Script } from './script.ts'

/** What is done to a life, and the rules found broken, in the order of the chain: the one that is meant, and what follows from it. */
export type Case<L> = [what: string, rules: string[], doctor: (life: L) => void | Promise<void>]

/** A test for each case. */
export function describeDoctored<L extends Script>(name: string, life: () => Promise<L>, cases: Case<L>[]): void {
  describe(name, () => {
    for (const [what, rules, doctor] of cases) {
      it(`${what}: ${rules.join(', ')}`, async () => {
        const s = await life()
        await doctor(s)
        const { findings } = keep(subjectOf(s.terms), s.entries, s.end())
        // What a life that was cut short leaves for others to do is no matter here.
        const found = findings.filter(({ rule }) => rule !== 'L1')
        const words = found.map(({ what: text, expected, actual }) => `${text} (${expected}, ${actual})`).join('; ')
        expect(
          found.map(({ rule }) => rule),
          words,
        ).to.deep.equal(rules)
      })
    }
  })
}
