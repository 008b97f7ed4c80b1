/** The tables of docs/documents.md: fields from the published schemas, faults and warnings from the SDK's lists. */
import { z } from 'zod'
import { FAULTS } from '../../sdk/model/faults.ts'
import { WARNINGS } from '../../sdk/model/warnings.ts'

/** What is read of a JSON Schema. */
interface Node {
  description?: string | undefined
  const?: string | number | undefined
  properties?: Record<string, Node> | undefined
  required?: string[] | undefined
  items?: Node | undefined
  oneOf?: Node[] | undefined
}

const nodeSchema: z.ZodType<Node> = z.object({
  description: z.string().optional(),
  const: z.union([z.string(), z.number()]).optional(),
  get properties() {
    return z.record(z.string(), nodeSchema).optional()
  },
  required: z.array(z.string()).optional(),
  get items() {
    return nodeSchema.optional()
  },
  get oneOf() {
    return z.array(nodeSchema).optional()
  },
})

/** Markdown by the name of its place in the page. */
export function documentTables(schemas: Readonly<Record<string, unknown>>): Record<string, string> {
  const fields = Object.entries(schemas).map(([name, schema]) => [name, fieldTable(nodeSchema.parse(schema))] as const)
  const faults = Object.entries(FAULTS).map(([code, meaning]) => [`\`${code}\``, meaning])
  const warnings = Object.entries(WARNINGS).map(([code, { why, toDo }]) => [`\`${code}\``, why, toDo])
  return {
    ...Object.fromEntries(fields),
    faults: table(['code', 'what is wrong'], faults),
    warnings: table(['code', 'why it matters', 'what to do'], warnings),
  }
}

/** Puts `tables` into the places of a page: between `<!-- begin name -->` and `<!-- end name -->`. */
export function fillPage(page: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((text, [name, content]) => {
    const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`]
    const [from, to] = [text.indexOf(begin), text.indexOf(end)]
    if (from < 0 || to < from) throw new Error(`docs/documents.md has no place for ${name}`)
    return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`
  }, page)
}

function fieldTable(schema: Node): string {
  const variants = schema.oneOf ?? [schema]
  const rows = variants.flatMap((variant) => fieldsOf(variant, '', String(variant.properties?.['rule']?.const ?? '')))
  const paths = [...new Set(rows.map(({ path }) => path))]
  const lines = paths.map((path) => {
    const same = rows.filter((row) => row.path === path)
    const meanings = [...new Set(same.map(({ meaning }) => meaning))]
    // What only some rules have, or say differently, is told by rule.
    const isCommon = same.length === variants.length && meanings.length === 1
    const byRule = meanings.map((meaning) => {
      const rules = same.filter((row) => row.meaning === meaning).map(({ rule }) => `\`${rule}\``)
      return `${rules.join(', ')}: ${meaning}`
    })
    return [`\`${path}\``, same[0]?.needed === true ? 'yes' : 'no', isCommon ? meanings.join('') : byRule.join(' ')]
  })
  return table(['field', 'needed', 'meaning'], lines)
}

function fieldsOf(
  node: Node,
  path: string,
  rule: string,
): { path: string; needed: boolean; meaning: string; rule: string }[] {
  if (node.items !== undefined) return fieldsOf(node.items, `${path}[]`, rule)
  return Object.entries(node.properties ?? {}).flatMap(([name, field]) => {
    const inner = path === '' ? name : `${path}.${name}`
    const needed = node.required?.includes(name) === true
    return [{ path: inner, needed, meaning: field.description ?? '', rule }, ...fieldsOf(field, inner, rule)]
  })
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}
