/** What a call of an entry point does, in order: calls of other contracts, writes of storage, reverts; through everything it calls. */
import { type Node, type Program, child, children, declarationId, isNode, text, typeOf, walk } from './tree.ts'

/** Something an entry point does that a check asks about. */
export interface Effect {
  kind: 'call' | 'static call' | 'write' | 'revert'
  node: Node
  /** The functions around it, from the entry point inwards. */
  path: string[]
}

const CALL_MEMBERS = new Set(['call', 'delegatecall', 'callcode', 'staticcall', 'send', 'transfer'])
const CALL_OPCODES = new Map<string, Effect['kind']>([
  ['call', 'call'],
  ['callcode', 'call'],
  ['delegatecall', 'call'],
  ['create', 'call'],
  ['create2', 'call'],
  ['staticcall', 'static call'],
  ['sstore', 'write'],
  ['revert', 'revert'],
])

/** Whether writing to `target` writes to storage. */
export function isStorage(program: Program, target: Node): boolean {
  if (target.nodeType === 'TupleExpression') {
    return children(target, 'components').some((part) => isStorage(program, part))
  }
  const declaration = program.node(declarationId(target))
  if (target.nodeType === 'Identifier') return declaration?.['stateVariable'] === true
  const base = child(target, target.nodeType === 'IndexAccess' ? 'baseExpression' : 'expression')
  // A member or an element of what lies in storage, or is pointed to there.
  return base !== undefined && (isStorage(program, base) || / storage (ref|pointer)/.test(typeOf(base)))
}

/** The functions of `contract` that answer calls from outside, as they are inherited; views and pure ones left out. */
export function entryPoints(program: Program, contract: Node): Node[] {
  const found = new Map<string, Node>()
  for (const part of program.linearized(contract)) {
    for (const f of children(part, 'nodes')) {
      if (f.nodeType !== 'FunctionDefinition' || f['kind'] === 'constructor' || f['implemented'] !== true) continue
      if (!/^(external|public)$/.test(text(f, 'visibility'))) continue
      const name = signatureOf(f)
      if (!found.has(name)) found.set(name, f)
    }
  }
  return [...found.values()].filter((f) => !/^(view|pure)$/.test(text(f, 'stateMutability')))
}

/** Name and types of the parameters: equal for a function and what it overrides. */
function signatureOf(f: Node): string {
  const parameters = child(f, 'parameters')
  const types = parameters === undefined ? [] : children(parameters, 'parameters').map(typeOf)
  return `${text(f, 'name') || text(f, 'kind')}(${types.join()})`.replace(/ (calldata|memory)\b/g, '')
}

/** Follows the calls of one contract, through overrides, `super`, modifiers and libraries. */
export class Graph {
  readonly #program: Program
  readonly #parts: Node[]

  constructor(program: Program, contract: Node) {
    this.#program = program
    this.#parts = program.linearized(contract)
  }

  /** The implementation of `f` that this contract runs; the next one after `after` for a call by `super`. */
  #resolve(f: Node, after?: Node): Node {
    const from = after === undefined ? 0 : this.#parts.findIndex((part) => children(part, 'nodes').includes(after)) + 1
    const inherited = this.#parts.some((part) => children(part, 'nodes').includes(f))
    if (!inherited) return f
    const same = this.#parts
      .slice(from)
      .flatMap((part) => children(part, 'nodes'))
      .find(
        (other) =>
          other.nodeType === f.nodeType && other['implemented'] !== false && signatureOf(other) === signatureOf(f),
      )
    return same ?? f
  }

  /** The function of ours that `call` runs; undefined if it leaves the contract or is no function. */
  #target(call: Node, inside: Node): Node | undefined {
    const callee = child(call, 'expression')
    const f = this.#program.node(declarationId(callee))
    if (callee === undefined || f?.nodeType !== 'FunctionDefinition') return undefined
    const bySuper = callee.nodeType === 'MemberAccess' && text(child(callee, 'expression'), 'name') === 'super'
    return this.#resolve(f, bySuper ? inside : undefined)
  }

  /** What `f` does, in order. A loop is gone through twice, so that what comes later in it also comes before. */
  *effects(f: Node, path: string[] = []): Generator<Effect> {
    const here = [...path, text(f, 'name') || text(f, 'kind')]
    if (here.length > 40) throw new Error(`calls too deep: ${here.join(' > ')}`)
    for (const modifier of children(f, 'modifiers')) {
      const declared = this.#program.node(declarationId(child(modifier, 'modifierName')))
      const body = declared === undefined ? undefined : child(declared, 'body')
      if (declared !== undefined && body !== undefined) yield* this.#inside(body, declared, here)
    }
    const body = child(f, 'body')
    if (body !== undefined) yield* this.#inside(body, f, here)
  }

  *#inside(node: Node, f: Node, path: string[]): Generator<Effect> {
    if (node.nodeType === 'InlineAssembly') {
      for (const part of walk(node)) {
        if (part.nodeType !== 'YulFunctionCall') continue
        const kind = CALL_OPCODES.get(text(child(part, 'functionName'), 'name'))
        if (kind !== undefined) yield { kind, node, path }
      }
      return
    }
    const loop = /^(For|While|DoWhile)/.test(node.nodeType)
    for (let round = 0; round < (loop ? 2 : 1); ++round) {
      // Arguments and right-hand sides first, then what is done with them.
      for (const value of Object.values(node).flat()) {
        if (isNode(value)) yield* this.#inside(value, f, path)
      }
    }
    yield* this.#own(node, f, path)
  }

  /** What `node` does itself. */
  *#own(node: Node, f: Node, path: string[]): Generator<Effect> {
    if (node.nodeType === 'RevertStatement') yield { kind: 'revert', node, path }
    const target = child(node, node.nodeType === 'Assignment' ? 'leftHandSide' : 'subExpression')
    const writes = node.nodeType === 'Assignment' || /^(\+\+|--|delete)$/.test(text(node, 'operator'))
    if (writes && target !== undefined && isStorage(this.#program, target)) yield { kind: 'write', node, path }
    if (node.nodeType !== 'FunctionCall' || node['kind'] !== 'functionCall') return
    const callee = child(node, 'expression')
    const type = typeOf(callee)
    const member = text(callee, 'memberName')
    const base = callee === undefined ? undefined : child(callee, 'expression')
    if (/^(require|assert|revert)$/.test(text(callee, 'name'))) yield { kind: 'revert', node, path }
    if (/^(push|pop)$/.test(member) && / storage/.test(typeOf(base))) yield { kind: 'write', node, path }
    if (callee?.nodeType === 'NewExpression' && /returns \(contract /.test(type)) {
      yield { kind: 'call', node, path }
    } else if (/ external\b/.test(type)) {
      yield { kind: / (view|pure) external\b/.test(type) ? 'static call' : 'call', node, path }
    } else if (CALL_MEMBERS.has(member) && /^address/.test(typeOf(base))) {
      yield { kind: member === 'staticcall' ? 'static call' : 'call', node, path }
    } else {
      const called = this.#target(node, f)
      if (called !== undefined) yield* this.effects(called, path)
    }
  }
}
