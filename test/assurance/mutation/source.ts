/** A source file of the core with its syntax tree: where nodes stand, what they say and what is around them. */
import { type Node, isNode, text, walk } from '../static/tree.ts'

/** A stretch of a source, in bytes. */
export interface Range {
  start: number
  end: number
}

export class Source {
  /** Below contracts/. */
  readonly file: string
  /** One character a byte, so that the compiler's offsets are positions. */
  readonly bytes: string
  readonly tree: Node
  readonly #parents = new Map<Node, Node>()

  constructor(file: string, content: string, tree: Node) {
    this.file = file
    this.bytes = Buffer.from(content).toString('latin1')
    this.tree = tree
    for (const node of walk(tree)) {
      for (const value of Object.values(node).flat()) if (isNode(value)) this.#parents.set(value, node)
    }
  }

  range(node: Node): Range {
    const [start = 0, length = 0] = node.src.split(':').map(Number)
    return { start, end: start + length }
  }

  /** A statement with its semicolon, which the compiler counts to a `return` of nothing only. */
  statementRange(node: Node): Range {
    const { start, end } = this.range(node)
    return { start, end: this.bytes.indexOf(';', end - 1) + 1 }
  }

  /** What `node` says. */
  of(node: Node): string {
    const { start, end } = this.range(node)
    return this.bytes.slice(start, end)
  }

  parent(node: Node): Node | undefined {
    return this.#parents.get(node)
  }

  /** `node`, what is around it, and so on outwards. */
  *outwards(node: Node): Generator<Node> {
    for (let at: Node | undefined = node; at !== undefined; at = this.parent(at)) yield at
  }

  /** The name of the function or modifier around `node`; '' outside of any. */
  functionOf(node: Node): string {
    for (const at of this.outwards(node)) {
      if (at.nodeType === 'FunctionDefinition') return at['kind'] === 'constructor' ? 'constructor' : text(at, 'name')
    }
    return ''
  }

  /** The line on which `position` stands, from 1. */
  line(position: number): number {
    return this.bytes.slice(0, position).split('\n').length
  }
}
