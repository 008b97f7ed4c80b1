/** Checks of single constructs in our sources. Each finds all there are; the lists say which are meant to be. */
import type { Finding } from './findings.ts'
import { type Node, type Program, child, children, declarationId, number, text, typeOf, walk } from './tree.ts'

const finding = (program: Program, node: Node, what = program.source(node)): Finding => ({
  ...program.place(node),
  text: what,
})

const found = (program: Program, test: (node: Node) => boolean): Node[] => [...program.ownNodes()].filter(test)

const isMember = (node: Node | undefined, base: string, member: string): boolean =>
  node?.nodeType === 'MemberAccess' && node['memberName'] === member && text(child(node, 'expression'), 'name') === base

const isTime = (node: Node): boolean => isMember(node, 'block', 'timestamp')
const contains = (node: Node, test: (part: Node) => boolean): boolean => [...walk(node)].some(test)
const isComparison = (node: Node): boolean =>
  node.nodeType === 'BinaryOperation' && /^(==|!=|<=?|>=?)$/.test(text(node, 'operator'))

const isThis = (node: Node): boolean => node.nodeType === 'Identifier' && node['name'] === 'this'

/** Where a contract looks at its own balance: the books are internal, what is sent directly must not count. */
export const ownBalances = (program: Program): Finding[] =>
  found(program, (node) => {
    const callee = child(node, 'expression')
    if (node.nodeType === 'MemberAccess') return node['memberName'] === 'balance' && contains(node, isThis)
    return (
      node.nodeType === 'FunctionCall' &&
      callee?.['memberName'] === 'balanceOf' &&
      children(node, 'arguments').some((argument) => contains(argument, isThis))
    )
  }).map((node) => finding(program, node))

const LOW_LEVEL = new Set(['call', 'delegatecall', 'callcode', 'staticcall', 'send', 'transfer'])
const BLOCK = new Set(['number', 'prevrandao', 'difficulty', 'coinbase', 'basefee', 'blobbasefee', 'gaslimit'])

/** Constructs that the contracts do without: each would need a reason. */
export const unwanted = (program: Program): Finding[] =>
  found(program, (node) => {
    if (node.nodeType === 'InlineAssembly' || node.nodeType === 'UncheckedBlock') return true
    if (node.nodeType === 'Identifier') return /^(selfdestruct|suicide|blockhash|blobhash)$/.test(text(node, 'name'))
    if (node.nodeType !== 'MemberAccess') return false
    const base = child(node, 'expression')
    if (isMember(node, 'tx', 'origin')) return true
    if (text(base, 'name') === 'block' && BLOCK.has(text(node, 'memberName'))) return true
    return LOW_LEVEL.has(text(node, 'memberName')) && /^address/.test(typeOf(base))
  }).map((node) => finding(program, node, program.source(node).slice(0, 60).trim()))

/** Every loop, by what it goes on for: each needs a bound that no stranger can raise. */
export const loops = (program: Program): Finding[] =>
  found(program, (node) => /^(For|While|DoWhile)Statement$/.test(node.nodeType)).map((node) => {
    const condition = child(node, 'condition')
    return finding(program, node, condition === undefined ? 'for ever' : program.source(condition))
  })

const widthOf = (type: string): number | undefined => {
  const [, width] = /^u?int(\d+)$/.exec(type) ?? []
  return type.startsWith('address') ? 160 : width === undefined ? undefined : Number(width)
}

/** Conversions to a type with fewer bits, which cut off silently. */
export const narrowings = (program: Program): Finding[] =>
  found(program, (node) => {
    if (node.nodeType !== 'FunctionCall' || node['kind'] !== 'typeConversion') return false
    const [from] = children(node, 'arguments')
    const [wide, narrow] = [widthOf(typeOf(from)), widthOf(typeOf(node))]
    return wide !== undefined && narrow !== undefined && narrow < wide
  }).map((node) => finding(program, node))

/** Every comparison with the time. */
export const deadlines = (program: Program): Finding[] =>
  found(program, (node) => isComparison(node) && contains(node, isTime)).map((node) => finding(program, node))

/** Comparisons with the time in another form than `block.timestamp <=` or `block.timestamp >`: the last second is included. */
export const oddDeadlines = (program: Program): Finding[] =>
  found(program, (node) => {
    if (!isComparison(node) || !contains(node, isTime)) return false
    const left = child(node, 'leftExpression')
    return left === undefined || !isTime(left) || !/^(<=|>)$/.test(text(node, 'operator'))
  }).map((node) => finding(program, node))

/** Where it matters who calls: a privilege. */
export const privileges = (program: Program): Finding[] =>
  found(program, (node) => isComparison(node) && contains(node, (part) => isMember(part, 'msg', 'sender'))).map(
    (node) => finding(program, node),
  )

/** Divisions, which round. */
export const divisions = (program: Program): Finding[] =>
  found(program, (node) => {
    const operator = text(node, 'operator')
    const member = text(child(node, 'expression'), 'memberName')
    const constant = (program.node(declarationId(node)) ?? node)['constant'] === true
    return !constant && ((/^(\/=?|%=?)$/.test(operator) && node.nodeType !== 'Identifier') || member === 'mulDiv')
  }).map((node) => finding(program, node))

/** Functions that take ETH. */
export const payables = (program: Program): Finding[] =>
  found(program, (node) => node.nodeType === 'FunctionDefinition' && node['stateMutability'] === 'payable').map(
    (node) => ({ ...finding(program, node, 'takes ETH'), function: text(node, 'name') || text(node, 'kind') }),
  )

/** Variables of the contracts `names`, inherited ones included, that can change. */
export const variables = (program: Program, names: readonly string[]): Finding[] =>
  names
    .flatMap((name) => program.linearized(program.contract(name)))
    .flatMap((part) => children(part, 'nodes'))
    .filter((node) => node.nodeType === 'VariableDeclaration' && node['mutability'] === 'mutable')
    .map((node) => finding(program, node))

const CONTROL = /ownable|access(control|manage)|upgrade|pausable|initializable|beacon|timelock|uups|erc1967/i

/** Imports that would bring an owner, a pause or an upgrade. */
export const controls = (program: Program): Finding[] =>
  found(program, (node) => node.nodeType === 'ImportDirective' && CONTROL.test(program.source(node))).map((node) =>
    finding(program, node),
  )

/** Errors that are declared and never thrown, events that are declared and never emitted. */
export function unused(program: Program): Finding[] {
  const nodes = [...program.ownNodes()]
  const used = new Set(
    nodes
      .filter(({ nodeType }) => nodeType === 'RevertStatement' || nodeType === 'EmitStatement')
      .map((node) => child(node, node.nodeType === 'RevertStatement' ? 'errorCall' : 'eventCall'))
      .map((call) => declarationId(call === undefined ? undefined : child(call, 'expression'))),
  )
  return nodes
    .filter(({ nodeType, id }) => /^(Error|Event)Definition$/.test(nodeType) && !used.has(id))
    .map((node) => finding(program, node))
}

const isDynamic = (program: Program, type: Node | undefined): boolean => {
  if (type === undefined) return false
  if (type.nodeType === 'ArrayTypeName') {
    return child(type, 'length') === undefined || isDynamic(program, child(type, 'baseType'))
  }
  if (type.nodeType === 'UserDefinedTypeName') {
    const struct = program.node(number(type, 'referencedDeclaration'))
    return (
      struct?.nodeType === 'StructDefinition' &&
      children(struct, 'members').some((member) => isDynamic(program, child(member, 'typeName')))
    )
  }
  return /^(string|bytes)$/.test(text(type, 'name'))
}

/** Events with a field of fixed length after one of variable length: that misled clients elsewhere. */
export const mixedEvents = (program: Program): Finding[] =>
  found(program, (node) => {
    if (node.nodeType !== 'EventDefinition') return false
    const list = child(node, 'parameters')
    const dynamic =
      list === undefined ? [] : children(list, 'parameters').map((p) => isDynamic(program, child(p, 'typeName')))
    return dynamic.some((is, i) => !is && dynamic.slice(0, i).includes(true))
  }).map((node) => finding(program, node))
