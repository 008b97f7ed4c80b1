/** Which paths a bundle may hold: those that every system can write, each into a file of its own. */

const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u
const RESERVED_CHARACTERS = /[<>:"|?*\\]/
const RESERVED_NAMES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const MOST_BYTES = { path: 1024, part: 255 }

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/** What is wrong with a path of a file in a bundle, and what to do about it; undefined if nothing is. */
export function pathFault(path: string): string | undefined {
  const parts = path.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..') || path.includes('\\'))
    return 'must be a relative path with forward slashes that does not leave the bundle'
  if (UNPRINTABLE.test(path)) return 'contains a character that does not print; rename the file'
  if (RESERVED_CHARACTERS.test(path))
    return 'contains one of < > : " | ? *, which not every system allows; rename the file'
  if (path.normalize('NFC') !== path) return 'must be written in the Unicode normal form NFC'
  if (parts.some((part) => /[. ]$/.test(part)))
    return 'has a part that ends in a dot or a blank, which not every system keeps; rename it'
  if (parts.some((part) => RESERVED_NAMES.test(part))) return 'has a part that is a device on some systems; rename it'
  if (parts.some((part) => bytesOf(part) > MOST_BYTES.part) || bytesOf(path) > MOST_BYTES.path)
    return `is too long: at most ${MOST_BYTES.path} bytes, and ${MOST_BYTES.part} between slashes`
  return undefined
}

/** Places in `paths` whose file would be written over another one's, or into it, where upper and lower case are the same. */
export function pathClashes(paths: readonly string[]): number[] {
  const fold = (path: string) => path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
  const folded = paths.map(fold)
  const count = new Map<string, number>()
  for (const path of folded) count.set(path, (count.get(path) ?? 0) + 1)
  const isClash = (path: string): boolean => {
    if ((count.get(path) ?? 0) > 1) return true
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      if (count.has(path.slice(0, at))) return true
    }
    return false
  }
  return folded.flatMap((path, i) => (isClash(path) ? [i] : []))
}

/** The order of files in a bundle: by the bytes of their paths in UTF-8. */
export function comparePaths(one: string, other: string): number {
  const [a, b] = [Array.from(one), Array.from(other)]
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
