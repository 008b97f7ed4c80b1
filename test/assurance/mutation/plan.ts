/** Which of the ordinary suites try a mutant, the likeliest first. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../bugs/compile.ts'
import type { Mutant } from './switches.ts'

const files = (folder: string): string[] =>
  readdirSync(join(ROOT, 'test', folder))
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => `${folder}/${name}`)

const ESCROW = files('escrow')
const FACTORY = files('factory')
/** `storage` asks the compiler, not the chain. */
const VAULT = files('vault').filter((file) => file !== 'vault/storage.test.ts')
const VECTORS = 'vectors/escrow.test.ts'

/** What the vault asks of the escrow. */
const OF_THE_VAULT = /^(asset|_room|_refundsOpen|_ratio|_freeze|pledged|refundable|status|_code)$/

/** By the file of the core. Suites that are not named for a file could only kill more. */
const SUITES: Record<string, readonly string[]> = {
  'Escrow.sol': [...ESCROW, ...VAULT, VECTORS],
  'EscrowFactory.sol': FACTORY,
  'parts/Accounts.sol': [...FACTORY, ...ESCROW],
  'parts/Curve.sol': ['escrow/payouts.test.ts', VECTORS, 'escrow/award.test.ts', ...ESCROW],
  'parts/Docket.sol': ESCROW,
  'parts/Panel.sol': ['escrow/signatures.test.ts', 'escrow/observe.test.ts'],
  'parts/Pool.sol': [...ESCROW, VECTORS],
  'parts/Shares.sol': [...VAULT, 'escrow/file.test.ts', 'escrow/challenge.test.ts'],
  'parts/TermsCode.sol': [...FACTORY, 'escrow/views.test.ts', ...ESCROW, VECTORS],
  'parts/TermsRules.sol': FACTORY,
}

/** Every suite that tries one of `mutants`. */
export const suitesOf = (mutants: readonly Mutant[]): string[] => [
  ...new Set(mutants.flatMap((mutant) => suitesFor(mutant))),
]

/** Suites of entry points in which internal functions do their work. They are tried first, so that most mutants die soon. */
const LIKELY: Record<string, readonly string[]> = {
  _advance: ['payouts'],
  _allSettled: ['views', 'award'],
  _break: ['settleBreaks'],
  _claimsEnd: ['file', 'views'],
  _credit: ['payouts', 'fees'],
  _draw: ['collect'],
  _fileClaim: ['file'],
  _freeze: ['views'],
  _nextBreak: ['settleBreaks'],
  _nextOfDocket: ['settle'],
  _markSettled: ['settle'],
  _notePassing: ['observe', 'rule'],
  _paid: ['payouts'],
  _passes: ['observe'],
  _pay: ['payouts', 'release'],
  _phaseOf: ['challenge', 'rule', 'observe'],
  _pull: ['challenge', 'file'],
  _rank: ['award'],
  _ratio: ['views'],
  _recordSeats: ['observe'],
  _refundableOf: ['payouts'],
  _refundsOpen: ['views'],
  _requirePhase: ['observe', 'challenge'],
  _room: ['views', 'observe'],
  _rule: ['rule'],
  _settleContest: ['award', 'file'],
  _shareFee: ['fees'],
  _shareFees: ['fees'],
  _tally: ['observe'],
  _unhold: ['release'],
  _verdict: ['settle', 'rule'],
}

/** The suites for `mutant`, that of the function that it is in first. */
export function suitesFor(mutant: Mutant): string[] {
  const named = SUITES[mutant.file] ?? []
  // Who re-enters is a token of the vault's tests.
  if (mutant.operator === 'guard') return [...new Set(['vault/hostile.test.ts', ...named])]
  const isSpared = mutant.file === 'Escrow.sol' && !OF_THE_VAULT.test(mutant.function)
  const suites = isSpared ? named.filter((suite) => !VAULT.includes(suite)) : named
  const first = [mutant.function, ...(LIKELY[mutant.function] ?? [])].map((name) => `escrow/${name}.test.ts`)
  return [...new Set([...first.filter((suite) => suites.includes(suite)), ...suites])]
}

/** A test that has killed a mutant. */
export interface Killer {
  suite: string
  title: string
}

/** Tests tried before the suites: of those that killed a mutant of the same function or file the latest. */
export class Killers {
  readonly #of = new Map<string, Killer[]>()

  for({ file, function: name }: Mutant): Killer[] {
    const near = this.#of.get(`${file} ${name}`) ?? []
    const far = (this.#of.get(file) ?? []).filter(({ title }) => !near.some((killer) => killer.title === title))
    return [...near.slice(0, 12), ...far.slice(0, 4)]
  }

  add({ file, function: name }: Mutant, killer: Killer): void {
    for (const key of [`${file} ${name}`, file]) {
      const others = (this.#of.get(key) ?? []).filter(({ title }) => title !== killer.title)
      this.#of.set(key, [killer, ...others].slice(0, 40))
    }
  }
}
