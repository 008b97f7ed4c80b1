/** What assembly becomes: one function, literal or assignment of it is changed. */
import { type Node, child, text, walk } from '../static/tree.ts'
import type { Range, Source } from './source.ts'

const YUL: Record<string, readonly string[]> = {
  and: ['or'],
  or: ['and'],
  gt: ['lt'],
  lt: ['gt'],
  eq: ['gt', 'lt'],
  add: ['sub'],
}

/** The assembly `node` with each change, as a whole, because nothing smaller can be switched. */
export function assemblyChanges(source: Source, node: Node): string[] {
  const whole = source.range(node)
  const changes: string[] = []
  const put = ({ start, end }: Range, to: string) => {
    changes.push(source.bytes.slice(whole.start, start) + to + source.bytes.slice(end, whole.end))
  }
  for (const inner of walk(node)) {
    const range = source.range(inner)
    if (inner.nodeType === 'YulAssignment') put(range, '')
    if (inner.nodeType === 'YulLiteral') {
      const value = BigInt(text(inner, 'value'))
      for (const other of value > 0n ? [value + 1n, value - 1n] : [value + 1n]) put(range, String(other))
    }
    const name = inner.nodeType === 'YulFunctionCall' ? child(inner, 'functionName') : undefined
    if (name === undefined) continue
    for (const other of YUL[text(name, 'name')] ?? []) put(source.range(name), other)
  }
  return changes
}
