import serialize from 'canonicalize'

/** A value that JSON can carry; a field that is undefined is left out. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * Canonical JSON (RFC 8785): the one text that a value is hashed by. Give it only what a schema has parsed.
 * @throws {TypeError} when the value has no JSON form.
 */
export function canonicalJson(value: Json): string {
  const text = serialize(value)
  if (text === undefined) throw new TypeError('This value has no JSON form.')
  return text
}
