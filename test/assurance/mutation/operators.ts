/**
 * The mutation operators: what each node of the syntax tree becomes. The usual ones of Solidity (statement deletion; arithmetic,
 * relational, logical and bitwise operators; conditions; literals and constants; assignments; returned values; order of arguments;
 * caller and clock; re-entrancy guard; functions and literals of assembly), each a change of one place. Constructors are left out: the switch of a
 * mutant is read from the code, which they make.
 */
import { type Node, child, children, number, text, typeOf } from '../static/tree.ts'
import { assemblyChanges } from './assembly.ts'
import { ARITHMETIC, ASSIGNMENTS, BITWISE, OTHERS, RELATIONAL, SYMMETRIC } from './tables.ts'
import { type Range, type Source } from './source.ts'

/** A change of one place. `statement`: of a whole statement, otherwise of an expression that has a value. */
export interface Change extends Range {
  /** The function around it. */
  function: string
  statement: boolean
  operator: string
  /** What the place becomes; '' for a statement that is deleted. */
  to: string
}

const isNumber = (type: string) => /^(uint|int)\d*$/.test(type)
const isConstantType = (type: string) => /^(int_const|rational_const|literal_string)/.test(type)
const isConversion = (node: Node) => node.nodeType === 'FunctionCall' && node['kind'] === 'typeConversion'

/** Whether `parent` writes to `node`. */
const isTarget = (node: Node, parent: Node) =>
  parent['leftHandSide'] === node ||
  (parent.nodeType === 'UnaryOperation' && /^(\+\+|--|delete)$/.test(text(parent, 'operator')))

/** Collects the changes of one source. */
export class Mutator {
  readonly #source: Source
  /** Ids of constants of the core that are whole numbers. */
  readonly #constants: ReadonlySet<number>
  readonly #changes: Change[] = []

  constructor(source: Source, constants: ReadonlySet<number>) {
    this.#source = source
    this.#constants = constants
  }

  /** All changes of the bodies of functions, duplicates left out. */
  all(): Change[] {
    const visit = (node: Node, isInBody: boolean): void => {
      if (node.nodeType === 'FunctionDefinition' && node['kind'] === 'constructor') return
      const enters = node.nodeType === 'Block' || isInBody
      if (enters) this.#mutate(node)
      for (const value of Object.values(node).flat()) {
        if (typeof value === 'object' && value !== null && 'nodeType' in value) visit(value as Node, enters)
      }
    }
    visit(this.#source.tree, false)
    const seen = new Set<string>()
    return this.#changes.filter(({ start, end, to }) => {
      const key = `${start}:${end}:${to}`
      return to !== this.#source.bytes.slice(start, end) && !seen.has(key) && seen.add(key)
    })
  }

  #mutate(node: Node): void {
    switch (node.nodeType) {
      case 'BinaryOperation':
        this.#binary(node)
        break
      case 'UnaryOperation':
        this.#unary(node)
        break
      case 'Literal':
        this.#literal(node)
        break
      case 'Identifier':
        this.#constant(node)
        break
      case 'MemberAccess':
        this.#constant(node)
        this.#member(node)
        break
      case 'Assignment':
        for (const operator of ASSIGNMENTS[text(node, 'operator')] ?? []) this.#operator(node, operator, 'assignment')
        break
      case 'FunctionCall':
        this.#swapArguments(node)
        break
      case 'Conditional':
      case 'IfStatement':
      case 'ForStatement':
      case 'WhileStatement':
        this.#condition(child(node, 'condition'))
        break
      case 'Return':
        this.#return(node)
        break
      case 'ExpressionStatement':
        // What a `for` does after each round is no statement that can stand alone.
        if (!this.#isLoopExpression(node)) this.#deletion(node, 'statement')
        break
      case 'EmitStatement':
      case 'RevertStatement':
        this.#deletion(node, 'statement')
        break
      case 'Break':
        this.#deletion(node, 'jump')
        this.#statement(node, 'jump', 'continue;')
        break
      case 'Continue':
        this.#deletion(node, 'jump')
        this.#statement(node, 'jump', 'break;')
        break
      case 'InlineAssembly':
        for (const to of assemblyChanges(this.#source, node)) {
          const at = { ...this.#source.range(node), function: this.#source.functionOf(node) }
          this.#changes.push({ ...at, statement: true, operator: 'assembly', to })
        }
        break
      default:
    }
  }

  #isLoopExpression(node: Node): boolean {
    const parent = this.#source.parent(node)
    return parent?.nodeType === 'ForStatement' && parent['loopExpression'] === node
  }

  /** Leaves a statement out, unless it is all that an `if` does: that is the same as deciding the condition. */
  #deletion(node: Node, operator: string): void {
    const [, parent, around] = this.#source.outwards(node)
    const isAlone = parent?.nodeType === 'Block' && children(parent, 'statements').length === 1
    const branch = isAlone ? around : parent
    if (branch?.nodeType === 'IfStatement' && child(branch, 'falseBody') === undefined) return
    this.#statement(node, operator, '')
  }

  #statement(node: Node, operator: string, to: string): void {
    const range = this.#source.statementRange(node)
    this.#changes.push({ ...range, statement: true, operator, to, function: this.#source.functionOf(node) })
  }

  /** Puts `to` in the place of `part`, which is `node` or within it, as a change of the smallest thing that can be switched. */
  #replace(node: Node, part: Range, operator: string, to: string): void {
    const place = this.#switchable(node)
    if (place === undefined) return
    const range = place.statement ? this.#source.statementRange(place.node) : this.#source.range(place.node)
    const { bytes } = this.#source
    const whole = bytes.slice(range.start, part.start) + to + bytes.slice(part.end, range.end)
    this.#changes.push({
      ...range,
      statement: place.statement,
      operator,
      to: whole,
      function: this.#source.functionOf(node),
    })
  }

  /**
   * What can be chosen between two forms of, `node` or around it: an expression that has a type of its own, a constant where its place
   * tells its type, or else a whole statement. Never the target of an assignment.
   */
  #switchable(node: Node): { node: Node; statement: boolean } | undefined {
    for (const at of this.#source.outwards(node)) {
      const parent = this.#source.parent(at)
      if (parent === undefined) return undefined
      const kind = parent.nodeType
      if (this.#isLoopExpression(parent)) return { node: at, statement: false }
      if (/^(Expression|Emit|Revert)Statement$/.test(kind)) return { node: parent, statement: true }
      const isConstant = isConstantType(typeOf(at))
      if (kind === 'Return' && isConstant) return { node: parent, statement: true }
      const isTyped = /Statement$/.test(kind) || (kind === 'IndexAccess' && parent['indexExpression'] === at)
      if (isTyped || (!isConstant && !/^(|tuple\(\))$/.test(typeOf(at)) && !isTarget(at, parent))) {
        return { node: at, statement: false }
      }
    }
    return undefined
  }

  /** Puts `operator` in the place of the one between both sides of `node`. */
  #operator(node: Node, operator: string, name: string): void {
    const left = child(node, 'leftExpression') ?? child(node, 'leftHandSide')
    const right = child(node, 'rightExpression') ?? child(node, 'rightHandSide')
    if (left === undefined || right === undefined) return
    const [from, to] = [this.#source.range(left).end, this.#source.range(right).start]
    const between = this.#source.bytes.slice(from, to)
    const at = from + between.indexOf(text(node, 'operator'))
    this.#replace(node, { start: at, end: at + text(node, 'operator').length }, name, operator)
  }

  #binary(node: Node): void {
    const operator = text(node, 'operator')
    const [left, right] = [child(node, 'leftExpression'), child(node, 'rightExpression')]
    if (left === undefined || right === undefined) return
    const whole = this.#source.range(node)
    const sides = (name: string) => {
      for (const side of [left, right]) this.#replace(node, whole, name, this.#source.of(side))
    }
    const other = ARITHMETIC[operator] ?? BITWISE[operator]
    if (other !== undefined) {
      this.#operator(node, other, ARITHMETIC[operator] === undefined ? 'bitwise' : 'arithmetic')
      sides('operand')
    }
    for (const relation of RELATIONAL[operator] ?? []) {
      // No whole number without sign is below 0: the same as leaving the condition out.
      if (relation === '>=' && text(right, 'value') === '0') continue
      this.#operator(node, relation, 'relational')
    }
    if (operator === '&&' || operator === '||') {
      this.#operator(node, operator === '&&' ? '||' : '&&', 'logical')
      sides('logical')
    }
  }

  #unary(node: Node): void {
    const operator = text(node, 'operator')
    const operand = child(node, 'subExpression')
    if (operand === undefined) return
    const whole = this.#source.range(node)
    if (operator === '!') this.#replace(node, whole, 'logical', this.#source.of(operand))
    if (operator !== '++' && operator !== '--') return
    const [step, name] = [operator === '++' ? '--' : '++', this.#source.of(operand)]
    const isPrefix = node['prefix'] === true
    this.#replace(node, whole, 'arithmetic', isPrefix ? `${step}${name}` : `${name}${step}`)
    const parent = this.#source.parent(node)
    if (parent?.nodeType !== 'ExpressionStatement') {
      this.#replace(node, whole, 'arithmetic', isPrefix ? `${name}${operator}` : `${operator}${name}`)
    }
  }

  #literal(node: Node): void {
    const value = text(node, 'value')
    const range = this.#source.range(node)
    if (node['kind'] === 'bool') this.#replace(node, range, 'literal', value === 'true' ? 'false' : 'true')
    if (node['kind'] === 'string') this.#replace(node, range, 'literal', value === '' ? '"x"' : '""')
    if (node['kind'] !== 'number' || !/^(0x[0-9a-f]+|[0-9_]+)$/i.test(value)) return
    const digits = BigInt(value.replaceAll('_', ''))
    const form = (n: bigint) =>
      value.startsWith('0x') ? `0x${n.toString(16).padStart(value.length - 2, '0')}` : String(n)
    this.#replace(node, range, 'literal', form(digits + 1n))
    if (digits > 0n) this.#replace(node, range, 'literal', form(digits - 1n))
  }

  /** A use of a constant of the core: one more, one less. */
  #constant(node: Node): void {
    const declaration = number(node, 'referencedDeclaration')
    if (declaration === undefined || !this.#constants.has(declaration)) return
    if (this.#source.parent(node)?.nodeType === 'MemberAccess' && node.nodeType === 'Identifier') return
    const range = this.#source.range(node)
    for (const step of ['+', '-']) this.#replace(node, range, 'constant', `(${this.#source.of(node)} ${step} 1)`)
  }

  #member(node: Node): void {
    const [name, said, range] = [text(node, 'memberName'), this.#source.of(node), this.#source.range(node)]
    const base = child(node, 'expression')
    if (said === 'block.timestamp') {
      for (const step of ['+', '-']) this.#replace(node, range, 'clock', `(block.timestamp ${step} 1)`)
    }
    if (said === 'msg.sender') this.#replace(node, range, 'caller', 'tx.origin')
    if (name === 'max' && base !== undefined && /^type\(u?int/.test(typeOf(base))) {
      this.#replace(node, range, 'constant', `(${said} - 1)`)
    }
    const kind = typeOf(base)
    if (/^type\(enum /.test(kind) && base !== undefined) {
      for (const other of OTHERS[`${kind.slice('type(enum '.length, -1)}.${name}`] ?? []) {
        this.#replace(node, range, 'literal', `${this.#source.of(base)}.${other}`)
      }
    }
  }

  #condition(node: Node | undefined): void {
    if (node === undefined) return
    for (const value of ['true', 'false']) this.#replace(node, this.#source.range(node), 'condition', value)
  }

  #return(node: Node): void {
    const value = child(node, 'expression')
    const type = typeOf(value)
    if (value === undefined || value.nodeType === 'Literal') return
    if (type === 'bool') this.#condition(value)
    else if (isNumber(type)) this.#statement(node, 'return', 'return 0;')
    else if (type === 'address') this.#statement(node, 'return', 'return address(0);')
    else if (type === 'bytes32') this.#statement(node, 'return', 'return bytes32(0);')
  }

  /** Neighbours of one type change places, in calls, events and errors. */
  #swapArguments(node: Node): void {
    if (isConversion(node) || SYMMETRIC.has(text(child(node, 'expression'), 'name'))) return
    const list = children(node, 'arguments')
    for (const [i, first] of list.entries()) {
      const second = list[i + 1]
      if (second === undefined || typeOf(first) !== typeOf(second)) continue
      const [a, b] = [this.#source.range(first), this.#source.range(second)]
      const between = this.#source.bytes.slice(a.end, b.start)
      const to = this.#source.of(second) + between + this.#source.of(first)
      this.#replace(node, { start: a.start, end: b.end }, 'arguments', to)
    }
  }
}
