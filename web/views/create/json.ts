/** Documents as they are being written: JSON of any form, read and changed by paths such as `verification.panel.2`. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** The value at a path; undefined where there is none. */
export function at(document: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, key) => partOf(value, key), document)
}

/** The text at a path: figures as they are written, empty where there is none or something else. */
export function textAt(document: Json, path: string): string {
  const value = at(document, path)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** How many items the list at a path has. */
export function lengthAt(document: Json, path: string): number {
  const value = at(document, path)
  return Array.isArray(value) ? value.length : 0
}

/** The document with another value at a path; undefined takes a field away, or an item out of its list. */
export function put(document: Json | undefined, path: string, value: Json | undefined): Json {
  const [key = '', ...rest] = path.split('.')
  const inner = rest.length === 0 ? value : put(partOf(document, key), rest.join('.'), value)
  if (Array.isArray(document)) {
    const [list, i]: [readonly Json[], number] = [document, Number(key)]
    return inner === undefined ? list.filter((_, j) => j !== i) : replaced(list, i, inner)
  }
  const fields = isFields(document) ? document : {}
  // A field that is there keeps its place.
  if (inner !== undefined) return { ...fields, [key]: inner }
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key))
}

function replaced(list: readonly Json[], i: number, value: Json): Json[] {
  return i >= list.length ? [...list, value] : list.map((one, j) => (j === i ? value : one))
}

function partOf(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)]
  return isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

export function isFields(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
