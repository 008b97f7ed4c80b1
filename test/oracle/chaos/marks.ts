import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const ORACLE = join(import.meta.dirname, '../../../oracle')
/** What `${state}` stands for in the name of a mark. */
const ENDS = ['included', 'reverted', 'replaced']

/** Every mark that is in the sources of the service. */
export async function marksOfSources(): Promise<string[]> {
  const paths = (await readdir(ORACLE, { recursive: true })).filter((path) => path.endsWith('.ts'))
  const texts = await Promise.all(paths.map((path) => readFile(join(ORACLE, path), 'utf8')))
  return texts
    .flatMap((text) => [...text.matchAll(/\bmark\((['`])(.+?)\1\)/g)].map(([, , name]) => name!))
    .flatMap((name) => (name.includes('${state}') ? ENDS.map((end) => name.replace('${state}', end)) : [name]))
    .sort()
}
