/** Checks of the documentation: links resolve, commands exist, nothing names a machine or a registry. */
import { posix } from 'node:path'

/** Relative links of the Markdown `text` at `path` that lead nowhere. */
export function brokenLinks(path: string, text: string, exists: (path: string) => boolean): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')
  const links = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+)/gm)].map(
    (match) => match[1] ?? match[2] ?? '',
  )
  return links.flatMap((link) => {
    const [target = ''] = link.split('#')
    if (target === '' || /^[a-z]+:/i.test(target)) return []
    const file = posix.join(posix.dirname(path), decodeURI(target))
    return exists(file) ? [] : [`${path} links to ${link}, which does not exist`]
  })
}

export interface Existing {
  /** Names of the scripts in package.json. */
  scripts: ReadonlySet<string>
  /** Names of the commands of `lodestone`. */
  commands: ReadonlySet<string>
  exists: (path: string) => boolean
}

/** Commands in code (blocks and spans) of the Markdown `text` that do not exist. */
export function unknownCommands(path: string, text: string, existing: Existing): string[] {
  const code = [...text.matchAll(/```[^\n]*\n([\s\S]*?)```|`([^`\n]+)`/g)]
    .map((match) => match[1] ?? match[2] ?? '')
    .join('\n')
  const unknown = (kind: string, name: string) => `${path} names ${kind} ${name}, which does not exist`
  const named = (pattern: RegExp) => [...code.matchAll(pattern)].map((match) => match[1] ?? '')
  return [
    ...named(/\bnpm run ([\w:-]+)/g)
      .filter((name) => !existing.scripts.has(name))
      .map((name) => unknown('the npm script', name)),
    ...named(/\bnpm (start|test)\b/g)
      .filter((name) => !existing.scripts.has(name))
      .map((name) => unknown('the npm script', name)),
    ...named(/(?:^|npx |\$ )lodestone ([a-z][\w-]*)/gm)
      .filter((name) => !existing.commands.has(name))
      .map((name) => unknown('the command', name)),
    ...named(/\bnode ([\w./-]+\.(?:ts|mjs|js))\b/g)
      .filter((name) => !existing.exists(name))
      .map((name) => unknown('the file', name)),
  ]
}

const FORBIDDEN: { pattern: RegExp; what: string }[] = [
  { pattern: /\bregistry\.[\w-]+\.[a-z]{2,}/i, what: 'a registry host' },
  { pattern: /(^|[\s"'`(=:])\/(home|root|work|Users)\//, what: 'a machine path' },
  { pattern: /\b[A-Z]:\\+Users\b/, what: 'a machine path' },
]

/** Lines of `text` that hold what no file may hold. */
export function forbidden(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, i) =>
      FORBIDDEN.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${path}:${i + 1} names ${what}`),
    )
}
