/** Answers of an endpoint with something in them changed, by a seed. */
import type { Dice } from '../../sdk/random.ts'

const STRANGE: readonly unknown[] = [
  null,
  '',
  '0x',
  '0x0',
  '-0x1',
  '0x123',
  '0xzz',
  `0x${'zz'.repeat(32)}`,
  `0x${'ff'.repeat(32)}`,
  `0x${'0'.repeat(63)}1`,
  `0x${'ab'.repeat(5_000)}`,
  `0x1${'0'.repeat(300)}`,
  '0xffffffffffff',
  '1e9',
  7,
  -1,
  2 ** 60,
  true,
  [],
  {},
  [[]],
  { __proto__: null, constructor: 1, toString: 2 },
  '\u202e\u0007PASS\u001b[32m',
]

/** A copy with one thing in it changed. */
export function mutated(answer: unknown, dice: Dice): unknown {
  if (Array.isArray(answer) && answer.length > 0 && dice.below(20) > 0) return mutatedList(answer, dice)
  if (typeof answer === 'object' && answer !== null && !Array.isArray(answer) && dice.below(40) > 0) {
    const keys = Object.keys(answer)
    const key = keys[dice.below(keys.length)]
    if (key === undefined) return {}
    const entries = Object.entries(answer).filter(([name]) => name !== key || dice.below(25) > 0)
    return Object.fromEntries(entries.map(([name, value]) => [name, name === key ? mutated(value, dice) : value]))
  }
  if (typeof answer === 'string' && answer.length > 2 && dice.below(6) > 0) {
    const at = 2 + dice.below(answer.length - 2)
    return `${answer.slice(0, at)}${'0123456789abcdef'[dice.below(16)]}${answer.slice(at + 1)}`
  }
  return STRANGE[dice.below(STRANGE.length)]
}

function mutatedList(list: readonly unknown[], dice: Dice): unknown[] {
  const [at, other] = [dice.below(list.length), dice.below(list.length)]
  switch (dice.below(5)) {
    case 0:
      return list.filter((_, i) => i !== at)
    case 1:
      return [...list, list[at]]
    case 2:
      return list.map((one, i) => (i === at ? list[other] : i === other ? list[at] : one))
    default:
      return list.map((one, i) => (i === at ? mutated(one, dice) : one))
  }
}
