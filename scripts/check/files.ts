/** The project's files, and the checks that read them. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import { brokenLinks, forbidden, unknownCommands } from './docs.ts'
import {
  assemblyWithoutReason,
  faultsOfSolidity,
  faultsOfTypeScript,
  nodeBehindThePage,
  payoutBehindTheAudit,
} from './imports.ts'

/** Files that git knows or would add, as paths from the root. */
function projectFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    encoding: 'utf8',
  })
  return [...new Set(list.split('\0'))].filter((path) => path !== '' && existsSync(path))
}

const read = (path: string) => readFileSync(path, 'utf8')

/** Faults of import directions, assembly without a reason, and suites that no run would find. */
export function inspectSources(): string[] {
  const files = projectFiles()
  const typeScript = files.filter((path) => /\.tsx?$/.test(path))
  const solidity = files.filter((path) => path.endsWith('.sol'))
  if (typeScript.length === 0 || solidity.length === 0) return ['found no sources to inspect']
  const sources = new Map(typeScript.map((path) => [path, read(path)]))
  return [
    ...typeScript.flatMap((path) => faultsOfTypeScript(path, read(path))),
    ...payoutBehindTheAudit(sources),
    ...nodeBehindThePage(sources),
    ...solidity.flatMap((path) => [...faultsOfSolidity(path, read(path)), ...assemblyWithoutReason(path, read(path))]),
    ...typeScript.flatMap((path) => misnamedSuite(path, read(path))),
  ]
}

/** Mocha runs test/**\/*.test.ts: a suite under another name would never run. */
export function misnamedSuite(path: string, text: string): string[] {
  if (!path.startsWith('test/') || path.endsWith('.test.ts') || !/^describe\(/m.test(text)) return []
  return [`${path} holds a suite: name it *.test.ts, or it never runs`]
}

/** Mocha's test files. */
export const testFiles = () => projectFiles().filter((path) => path.startsWith('test/') && path.endsWith('.test.ts'))

/** Faults of the documentation, and of any text that names a machine or a registry. */
export function inspectDocs(): string[] {
  const files = projectFiles()
  const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')))
  const folder = 'scripts/commands'
  const commands = existsSync(folder) ? readdirSync(folder).map((name) => basename(name, '.ts')) : []
  const existing = { scripts: new Set(Object.keys(scripts)), commands: new Set(commands), exists: existsSync }
  const missing = ['README.md', 'docs/architecture.md', 'docs/benchmarks.md'].filter((path) => !existsSync(path))
  return [
    ...missing.map((path) => `${path} does not exist`),
    ...files
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) => [
        ...brokenLinks(path, read(path), existsSync),
        ...unknownCommands(path, read(path), existing),
      ]),
    ...files
      .filter((path) => /\.(c?js|html|json|md|mjs|sh|sol|toml|tree|tsx?|ya?ml)$/.test(path))
      .flatMap((path) => forbidden(path, read(path))),
  ]
}
