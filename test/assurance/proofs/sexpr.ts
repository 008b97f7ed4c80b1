/** S-expressions, the notation of SMT-LIB. */
import { Fault } from '../../../scripts/tools/program.ts'

/** A symbol or literal, or a list. */
export type Expression = string | readonly Expression[]

/** A symbol that needs no bars. */
const SIMPLE = /^\|[A-Za-z_][\w.!]*\|$/

/** Reads a script: its commands in order. Comments are left out. */
export function parse(text: string): Expression[] {
  const open: Expression[][] = []
  let current: Expression[] = []
  for (const [token] of text.matchAll(/;[^\n]*|\(|\)|\|[^|]*\||"(?:[^"]|"")*"|[^\s()|";]+/g)) {
    if (token.startsWith(';')) continue
    if (token === '(') {
      open.push(current)
      current = []
    } else if (token === ')') {
      const outer = open.pop()
      if (outer === undefined) throw new Fault('a script closes a list that it has not opened')
      outer.push(current)
      current = outer
    } else current.push(SIMPLE.test(token) ? token.slice(1, -1) : token) // |a| and a are one symbol
  }
  if (open.length > 0) throw new Fault('a script ends inside a list')
  return current
}

export const print = (e: Expression): string => (typeof e === 'string' ? e : `(${e.map(print).join(' ')})`)
