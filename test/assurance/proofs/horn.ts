/**
 * The compiler's Horn clauses, unfolded into one formula without quantifiers for each assertion.
 *
 * A harness is a proof by induction: each function starts from any state at all (the predicate `interface` stands for the states that
 * can be reached, and is taken to hold always), requires the invariant and asserts it again at its end. So the clauses need no
 * fixed point, and unfolding them gives a formula that holds exactly if some call from some state breaks the assertion. Loops are
 * unfolded `rounds` times; what lies beyond is taken to be reachable with any values, so that a loop that is too long can only make a
 * proof fail, never succeed.
 */
import { Fault } from '../../../scripts/tools/program.ts'
import { type Expression, parse, print } from './sexpr.ts'

interface Clause {
  /** Sort of each variable. */
  variables: ReadonlyMap<string, Expression>
  body: readonly Expression[]
  head: Expression
}

/** What the compiler asks of the solver. */
interface Query {
  /** Declarations of sorts, as they stand. */
  sorts: readonly Expression[]
  /** The sorts of the arguments of each predicate. */
  predicates: ReadonlyMap<string, readonly Expression[]>
  /** The clauses by the predicate that they conclude. */
  clauses: ReadonlyMap<string, readonly Clause[]>
}

const isList = (e: Expression | undefined): e is readonly Expression[] => Array.isArray(e)

function conjuncts(e: Expression): readonly Expression[] {
  if (!isList(e)) return e === 'true' ? [] : [e]
  if (e[0] === 'and') return e.slice(1).flatMap(conjuncts)
  return [e]
}

/** The predicate that an atom states; undefined for any other expression. */
function predicateOf(e: Expression, predicates: Query['predicates']): string | undefined {
  const name = isList(e) ? e[0] : e
  return typeof name === 'string' && predicates.has(name) ? name : undefined
}

function mentions(e: Expression, predicates: Query['predicates']): boolean {
  return isList(e) ? e.some((part) => mentions(part, predicates)) : predicates.has(e)
}

function readClause(assertion: Expression): Clause {
  const [word, bound, rule] = isList(assertion) ? assertion : []
  if (word !== 'forall' || !isList(bound) || rule === undefined) {
    throw new Fault(`not a Horn clause: ${print(assertion).slice(0, 200)}`)
  }
  const variables = new Map<string, Expression>()
  for (const entry of bound) {
    const [name, sort] = isList(entry) ? entry : []
    if (typeof name !== 'string' || sort === undefined) throw new Fault('a variable without name or sort')
    variables.set(name, sort)
  }
  // A fact has no body.
  if (!isList(rule) || rule[0] !== '=>') return { variables, body: [], head: rule }
  const [, body, head] = rule
  if (body === undefined || head === undefined || rule.length !== 3) throw new Fault('an implication of other than two')
  return { variables, body: conjuncts(body), head }
}

function readQuery(text: string): Query {
  const sorts: Expression[] = []
  const predicates = new Map<string, readonly Expression[]>()
  const assertions: Expression[] = []
  for (const command of parse(text)) {
    const [word, first, second] = isList(command) ? command : []
    if (word === 'declare-datatypes') sorts.push(command)
    else if (word === 'declare-fun' && typeof first === 'string' && isList(second)) predicates.set(first, second)
    else if (word === 'assert' && first !== undefined) assertions.push(first)
    else if (word !== 'set-logic' && word !== 'check-sat' && word !== 'set-option') {
      throw new Fault(`a command that is not known: ${print(command).slice(0, 200)}`)
    }
  }
  const clauses = new Map<string, Clause[]>()
  for (const assertion of assertions) {
    const clause = readClause(assertion)
    const name = clause.head === 'false' ? 'false' : predicateOf(clause.head, predicates)
    if (name === undefined) throw new Fault(`a clause concludes ${print(clause.head).slice(0, 200)}`)
    clauses.set(name, [...(clauses.get(name) ?? []), clause])
  }
  return { sorts, predicates, clauses }
}

function substitute(e: Expression, by: ReadonlyMap<string, Expression>): Expression {
  if (isList(e)) return e.map((part) => substitute(part, by))
  return by.get(e) ?? e
}

/** Unfold the loop of predicate `name` exactly `times` times. */
interface Exactly {
  name: string
  times: number
}

class Unfolding {
  readonly declarations: Expression[] = []
  readonly #query: Query
  readonly #rounds: number
  readonly #below = new Map<string, ReadonlySet<string>>()
  readonly #fixed = new Map<string, ReadonlySet<number>>()

  constructor(query: Query, rounds: number) {
    this.#query = query
    this.#rounds = rounds
  }

  /** When `atom` holds. `above` are the predicates being unfolded around it. */
  unfold(atom: Expression, above: readonly string[], exactly?: Exactly): Expression {
    const name = predicateOf(atom, this.#query.predicates) ?? 'false'
    if (name.startsWith('interface_')) return 'true'
    const visits = above.filter((other) => other === name).length
    let clauses = this.#query.clauses.get(name) ?? []
    if (exactly?.name === name) {
      clauses = clauses.filter((clause) => this.#repeats(clause, name) === visits < exactly.times)
    } else if (visits > this.#rounds) return this.#tooLong(atom, name)
    const inside = [...above, name]
    return ['or', 'false', ...clauses.map((clause) => this.#apply(clause, atom, inside, exactly))]
  }

  /** Whether the loop `name` can go on longer than it is unfolded, with the values of `atom` that never change in it. */
  #tooLong(atom: Expression, name: string): Expression {
    const fixed = this.#fixedIn(name)
    const sorts = this.#query.predicates.get(name) ?? []
    const args = isList(atom) ? atom.slice(1) : []
    const any = args.map((argument, i) => (fixed.has(i) ? argument : this.#fresh(sorts[i] ?? 'Bool')))
    return this.unfold([name, ...any], [], { name, times: this.#rounds + 1 })
  }

  /** The places of arguments that no step of the loop `name` changes. */
  #fixedIn(name: string): ReadonlySet<number> {
    const known = this.#fixed.get(name)
    if (known !== undefined) return known
    const loop = [...this.#reachable(name)].filter((other) => this.#reachable(other).has(name))
    const fixed = new Set((this.#query.predicates.get(name) ?? []).keys())
    for (const clause of loop.flatMap((other) => this.#query.clauses.get(other) ?? [])) {
      for (const part of clause.body) {
        if (!loop.includes(predicateOf(part, this.#query.predicates) ?? 'false')) continue
        for (const i of fixed)
          if (!isList(part) || !isList(clause.head) || part[i + 1] !== clause.head[i + 1]) fixed.delete(i)
      }
    }
    this.#fixed.set(name, fixed)
    return fixed
  }

  /** Whether `clause` concludes `name` from an earlier round of its loop. */
  #repeats(clause: Clause, name: string): boolean {
    return clause.body.some((part) => {
      const other = predicateOf(part, this.#query.predicates)
      return other !== undefined && (other === name || this.#reachable(other).has(name))
    })
  }

  /** The predicates that `name` is concluded from, directly or not. */
  #reachable(name: string): ReadonlySet<string> {
    const known = this.#below.get(name)
    if (known !== undefined) return known
    const found = new Set<string>()
    const open = [name]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const { body } of this.#query.clauses.get(next) ?? []) {
        for (const part of body) {
          const other = predicateOf(part, this.#query.predicates)
          if (other === undefined || found.has(other) || other.startsWith('interface_')) continue
          found.add(other)
          open.push(other)
        }
      }
    }
    this.#below.set(name, found)
    return found
  }

  #fresh(sort: Expression): string {
    const name = `v!${this.declarations.length}`
    this.declarations.push(['declare-fun', name, [], sort])
    return name
  }

  #apply(clause: Clause, atom: Expression, inside: readonly string[], exactly?: Exactly): Expression {
    const by = new Map<string, Expression>()
    const parts: Expression[] = []
    const formal = isList(clause.head) ? clause.head.slice(1) : []
    const actual = isList(atom) ? atom.slice(1) : []
    const equal: [Expression, Expression][] = []
    formal.forEach((parameter, i) => {
      const argument = actual[i]
      if (argument === undefined) throw new Fault('an atom with too few arguments')
      if (typeof parameter === 'string' && clause.variables.has(parameter) && !by.has(parameter)) {
        by.set(parameter, argument)
      } else equal.push([parameter, argument])
    })
    for (const [variable, sort] of clause.variables) {
      if (by.has(variable)) continue
      by.set(variable, this.#fresh(sort))
    }
    for (const [parameter, argument] of equal) parts.push(['=', substitute(parameter, by), argument])
    for (const part of clause.body) {
      const instance = substitute(part, by)
      if (predicateOf(part, this.#query.predicates) !== undefined) parts.push(this.unfold(instance, inside, exactly))
      else if (mentions(part, this.#query.predicates)) throw new Fault('a predicate inside an expression')
      else parts.push(instance)
    }
    return ['and', 'true', ...parts]
  }
}

/** The formula, as a script in SMT-LIB, that is satisfiable if some call breaks the assertion that `query` is about. */
export function unfold(query: string, rounds: number): string {
  const read = readQuery(query)
  const unfolding = new Unfolding(read, rounds)
  const formula = unfolding.unfold('false', [])
  const lines = [...read.sorts, ...unfolding.declarations, ['assert', formula] as const]
  return `(set-logic ALL)\n${lines.map(print).join('\n')}\n(check-sat)\n`
}
