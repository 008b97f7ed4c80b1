/** Checks of what the entry points of an escrow do, through all that they call. */
import type { Finding } from './findings.ts'
import { type Effect, Graph, entryPoints } from './graph.ts'
import { type Node, type Program, child, children, text } from './tree.ts'

/** What must work whatever tokens, members and accounts do. */
const WITHOUT_CALLS = ['settle', 'settleBreaks', 'award', 'release', 'rule', 'assign']
/** Settling must never revert (Q3). */
const SETTLING = ['settle', 'settleBreaks']

const finding = (program: Program, entry: Node, effect: Effect): Finding => ({
  file: program.place(effect.node).file,
  function: text(entry, 'name'),
  text:
    effect.node.nodeType === 'InlineAssembly' ? `assembly in ${effect.path.at(-1) ?? ''}` : program.source(effect.node),
})

/** Without doubles: loops are gone through twice, and functions are called from several places. */
function once(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((f) => [`${f.file} ${f.function} ${f.text}`, f])).values()]
}

/** Entry points `names`; one that does not exist is a finding, or a renamed function would be checked no more. */
function effectsOf(program: Program, contract: string, names: readonly string[], kinds: readonly Effect['kind'][]) {
  const escrow = program.contract(contract)
  const graph = new Graph(program, escrow)
  const entries = entryPoints(program, escrow)
  return names.flatMap((name): Finding[] => {
    const entry = entries.find((f) => f['name'] === name)
    if (entry === undefined) return [{ file: program.place(escrow).file, function: name, text: 'does not exist' }]
    return [...graph.effects(entry)]
      .filter(({ kind }) => kinds.includes(kind))
      .map((effect) => finding(program, entry, effect))
  })
}

/** Entry points without the re-entrancy guard. */
export function unguarded(program: Program, contract: string): Finding[] {
  const entries = entryPoints(program, program.contract(contract))
  return entries
    .filter((f) => !children(f, 'modifiers').some((m) => text(child(m, 'modifierName'), 'name') === 'nonReentrant'))
    .map((f) => ({ file: program.place(f).file, function: text(f, 'name'), text: 'has no nonReentrant' }))
}

/** Writes of storage after a call that the callee could use to come back: money moves last. */
export function writesAfterCalls(program: Program, contract: string): Finding[] {
  const escrow = program.contract(contract)
  const graph = new Graph(program, escrow)
  return once(
    entryPoints(program, escrow).flatMap((entry) => {
      const effects = [...graph.effects(entry)]
      const call = effects.findIndex(({ kind }) => kind === 'call')
      if (call < 0) return []
      return effects.filter(({ kind }, i) => i > call && kind === 'write').map((e) => finding(program, entry, e))
    }),
  )
}

/** Calls of other contracts, static ones included, where none may be. */
export const callsWhereNoneMayBe = (program: Program, contract: string): Finding[] =>
  once(effectsOf(program, contract, WITHOUT_CALLS, ['call', 'static call']))

/** All that settling can revert with, arithmetic aside: that is for the proofs. */
export const revertsOfSettling = (program: Program, contract: string): Finding[] =>
  once(effectsOf(program, contract, SETTLING, ['revert']))
