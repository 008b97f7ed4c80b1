/** What a first visit of the built page loads: found by its document and the imports of its scripts. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/** Bytes, compressed, that a first visit may load. */
export const FIRST_LOAD = 250_000

/** Bytes of each file. */
export type Sizes = Map<string, number>

/**
 * All that `/#/` loads, compressed as servers do: the document, what it names, and what these import at once. Views that are imported
 * when they are asked for do not count. @param folder where the page is built. @throws where a file that is named is not there.
 */
export function firstLoad(folder: string): Sizes {
  return follow(folder, ['index.html'])
}

/**
 * The same with a part that comes later, and what it imports at once: `WalletArea`, when the page is idle, for who connected a wallet on
 * the last visit; `Outcome` or `Pledge` for a visit that begins there.
 * @throws where the built page has no such file.
 */
export function firstLoadWith(folder: string, part: string): Sizes {
  const file = readdirSync(`${folder}/assets`).find((name) => name.startsWith(`${part}-`) && name.endsWith('.js'))
  if (file === undefined) throw new Error(`The built page has no ${part}: was the file renamed?`)
  return follow(folder, ['index.html', `assets/${file}`])
}

/** @throws where nothing is found behind the document: the way the build writes imports has changed then. */
function follow(folder: string, waiting: string[]): Sizes {
  const sizes: Sizes = new Map()
  for (const name of waiting) {
    if (sizes.has(name)) continue
    const bytes = readFileSync(`${folder}/${name}`)
    sizes.set(name, gzipSync(bytes, { level: 9 }).length)
    waiting.push(...named(name, bytes.toString('utf8')))
  }
  if (![...sizes.keys()].some((name) => /^assets\/libraries-.*\.js$/.test(name)))
    throw new Error('What the page is made of is not found from its document: has the form of the built files changed?')
  return sizes
}

/** Files that a document or a script loads without being asked. */
function named(name: string, text: string): string[] {
  if (name.endsWith('.html'))
    return [...text.matchAll(/(?:src|href)="\.\/(?!config\.json)([^"]+)"/g)].map(([, file = '']) => file)
  if (!name.endsWith('.js')) return []
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map(
    ([, file = '']) => `assets/${file}`,
  )
}
