/** The compiler's syntax tree of Solidity sources, with what the checks ask of it. */
import { readFileSync, readdirSync } from 'node:fs'
import solc from 'solc'
import { z } from 'zod'
import { Fault } from '../../../scripts/tools/program.ts'

/** The package declares its compiler without types. */
const compiler: {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string
} = solc

/** A node of the tree; everything else it has is read by {@link child}, {@link children}, {@link text} and {@link number}. */
export interface Node {
  nodeType: string
  id: number
  src: string
  [key: string]: unknown
}

const Output = z.looseObject({
  errors: z.array(z.looseObject({ severity: z.string(), formattedMessage: z.string() })).default([]),
  sources: z.record(z.string(), z.looseObject({ id: z.number(), ast: z.looseObject({}) })),
})

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'nodeType' in value && 'src' in value

/** The node under `key`. */
export function child(node: Node, key: string): Node | undefined {
  const value = node[key]
  return isNode(value) ? value : undefined
}

/** The nodes in the list under `key`; a gap (in a tuple) is left out. */
export function children(node: Node, key: string): Node[] {
  const value = node[key]
  return Array.isArray(value) ? value.filter(isNode) : []
}

export function text(node: Node | undefined, key: string): string {
  const value = node?.[key]
  return typeof value === 'string' ? value : ''
}

export function number(node: Node | undefined, key: string): number | undefined {
  const value = node?.[key]
  return typeof value === 'number' ? value : undefined
}

/** The type of an expression, as the compiler writes it. */
export function typeOf(node: Node | undefined): string {
  const types = node?.['typeDescriptions']
  return z.looseObject({ typeString: z.string() }).safeParse(types).data?.typeString ?? ''
}

/** The declaration that a name or member refers to. */
export const declarationId = (node: Node | undefined): number | undefined => number(node, 'referencedDeclaration')

/** All nodes below `node` and itself, in the order of the source. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const item of value) if (isNode(item)) yield* walk(item)
    if (isNode(value)) yield* walk(value)
  }
}

/** Where a node stands. */
export interface Place {
  file: string
  /** The function or modifier around it; '' outside of any. */
  function: string
}

/** Sources as the compiler sees them. */
export class Program {
  readonly #texts: ReadonlyMap<string, string>
  readonly #files = new Map<string, Node>()
  readonly #fileOf = new Map<string, string>()
  readonly #byId = new Map<number, Node>()
  readonly #around = new Map<Node, Node>()

  constructor(texts: ReadonlyMap<string, string>, output: z.infer<typeof Output>) {
    this.#texts = texts
    for (const [file, { id, ast }] of Object.entries(output.sources)) {
      if (!isNode(ast)) throw new Fault(`no syntax tree of ${file}`)
      this.#files.set(file, ast)
      this.#fileOf.set(String(id), file)
      this.#enter(ast, undefined)
    }
  }

  #enter(node: Node, definition: Node | undefined): void {
    if (typeof node.id === 'number' && !node.nodeType.startsWith('Yul')) this.#byId.set(node.id, node)
    if (definition !== undefined) this.#around.set(node, definition)
    const defines = /^(Function|Modifier)Definition$/.test(node.nodeType)
    for (const value of Object.values(node).flat()) if (isNode(value)) this.#enter(value, defines ? node : definition)
  }

  node(id: number | undefined): Node | undefined {
    return id === undefined ? undefined : this.#byId.get(id)
  }

  /** Our own files: not those of dependencies. */
  own(): [string, Node][] {
    return [...this.#files].filter(([file]) => file.startsWith('contracts/'))
  }

  /** All nodes of our own files. */
  *ownNodes(): Generator<Node> {
    for (const [, ast] of this.own()) yield* walk(ast)
  }

  /** The contract `name`, wherever it stands. */
  contract(name: string): Node {
    for (const ast of this.#files.values()) {
      const found = children(ast, 'nodes').find((n) => n.nodeType === 'ContractDefinition' && n['name'] === name)
      if (found !== undefined) return found
    }
    throw new Fault(`there is no contract ${name}`)
  }

  /** The contracts that `contract` is made of, itself first. */
  linearized(contract: Node): Node[] {
    const ids = z.array(z.number()).parse(contract['linearizedBaseContracts'])
    return ids.flatMap((id) => this.node(id) ?? [])
  }

  /** The source of a node on one line. */
  source(node: Node): string {
    const [start = 0, length = 0] = node.src.split(':').map(Number)
    const bytes = Buffer.from(this.#texts.get(this.place(node).file) ?? '')
    return bytes
      .subarray(start, start + length)
      .toString()
      .replace(/\s+/g, ' ')
  }

  place(node: Node): Place {
    const file = this.#fileOf.get(node.src.split(':')[2] ?? '') ?? ''
    const around = this.#around.get(node)
    const name = text(around, 'name')
    return { file, function: around?.['kind'] === 'constructor' ? 'constructor' : name }
  }

  /** `file:line function`, for people. */
  where(node: Node): string {
    const { file, function: name } = this.place(node)
    const before = Buffer.from(this.#texts.get(file) ?? '').subarray(0, Number(node.src.split(':')[0]))
    return `${file}:${before.toString().split('\n').length} ${name}`.trimEnd()
  }
}

/** All of contracts/ but the mocks, as a map from path to source. */
export function projectSources(): Map<string, string> {
  const files = readdirSync('contracts', { recursive: true, encoding: 'utf8' })
    .map((file) => `contracts/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.sol') && !file.startsWith('contracts/mocks/'))
  return new Map(files.sort().map((file) => [file, readFileSync(file, 'utf8')]))
}

/** The compiler's input for `sources`, and its answer with what `selection` asks of each contract. */
export function compile(sources: ReadonlyMap<string, string>, selection: readonly string[] = []) {
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries([...sources].map(([file, content]) => [file, { content }])),
    settings: {
      evmVersion: 'cancun',
      viaIR: true,
      optimizer: { enabled: true, runs: 20_000 },
      outputSelection: { '*': { '': ['ast'], '*': selection } },
    },
  }
  const texts = new Map(sources)
  const load = (path: string) => {
    const contents = readFileSync(`node_modules/${path}`, 'utf8')
    texts.set(path, contents)
    return { contents }
  }
  const answer: unknown = JSON.parse(compiler.compile(JSON.stringify(input), { import: load }))
  const output = Output.parse(answer)
  const errors = output.errors.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Fault(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return { input, output, texts }
}

/** The syntax tree of `sources`. */
export function programOf(sources: ReadonlyMap<string, string>): Program {
  const { texts, output } = compile(sources)
  return new Program(texts, output)
}
