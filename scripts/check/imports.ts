/** Which room may import what: the one table, and the check of a file against it. Drawn in docs/architecture.md. */
import { posix } from 'node:path'
import ts from 'typescript'

/** Rooms (folders) that each room's TypeScript may import from, besides itself. */
const ROOMS: Record<string, readonly string[]> = {
  sdk: [],
  oracle: ['sdk'],
  audit: ['sdk'],
  indexer: ['sdk'],
  // The page runs the auditor's own checks, and offers the shipped outcomes (JSON alone) to begin from; neither knows of the page.
  web: ['sdk', 'audit', 'outcomes'],
  scripts: ['sdk', 'oracle', 'audit', 'indexer', 'web'],
  bench: ['sdk', 'oracle', 'audit', 'indexer'],
  deploy: [],
  test: ['typechain-types', 'sdk', 'oracle', 'audit', 'indexer', 'web', 'scripts', 'bench', 'deploy'],
}

/** Packages that only some rooms may import: a second implementation checks the first only while they stay apart. */
const PACKAGES: { name: RegExp; rooms: readonly string[]; why: string }[] = [
  { name: /^(ethers|typechain|chai)(\/|$)/, rooms: ['test', 'deploy'], why: 'ethers stays in test/ and deploy/' },
  {
    name: /^@nomicfoundation\/|^hardhat(\/|$)/,
    rooms: ['test', 'deploy', 'bench', 'scripts'],
    why: 'the embedded chain stays out of what users run',
  },
  {
    name: /^node:/,
    rooms: ['oracle', 'audit', 'indexer', 'scripts', 'bench', 'deploy', 'test'],
    why: 'the SDK and the page run in the browser',
  },
]

/** The auditor has its own arithmetic of payouts, clocks and refunds. */
const PAYOUT =
  /^sdk\/(index|model\/(payout|curve|verdict|phase|status|refund|share|placeOf|priceTable|worstCase|smallestClaim|whatCanBeDone))\.ts$/

/** Contracts that prove themselves: they import one another and the terms, nothing else. */
const IMPORT_FREE = new Set(['contracts/parts/Curve.sol', 'contracts/parts/Docket.sol', 'contracts/parts/Pool.sol'])

const roomOf = (path: string) => path.split('/')[0] ?? ''

/** What a TypeScript file with `text` at `path` imports against the table: one line for each fault. */
export function faultsOfTypeScript(path: string, text: string): string[] {
  const room = roomOf(path)
  const allowed = ROOMS[room]
  if (allowed === undefined) return []
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
    const fault = (why: string) => [`${path} imports ${fileName}: ${why}`]
    if (!fileName.startsWith('.')) {
      return PACKAGES.filter(({ name, rooms }) => name.test(fileName) && !rooms.includes(room)).flatMap(({ why }) =>
        fault(why),
      )
    }
    const target = posix.join(posix.dirname(path), fileName)
    const other = roomOf(target)
    if (other === room || allowed.includes(other) || !target.includes('/')) return []
    return fault(`${room}/ may import ${[room, ...allowed].join('/, ')}/ only`)
  })
}

/**
 * Payout arithmetic of the SDK that a file of the auditor reaches by its imports, however many files lie between: one line for each.
 * @param sources the text of every TypeScript file by its path.
 */
export function payoutBehindTheAudit(sources: ReadonlyMap<string, string>): string[] {
  return reachedFrom('audit', sources, (path) => PAYOUT.test(path)).map(
    (way) => `${way}: an audit that shares the payout arithmetic agrees with its bug`,
  )
}

/** Modules of Node that a file of the page reaches, other than for their types: no browser has them. */
export function nodeBehindThePage(sources: ReadonlyMap<string, string>): string[] {
  const running = new Map([...sources].map(([path, text]) => [path, text.replaceAll(TYPES_ALONE, '')]))
  return reachedFrom('web', running, (path) => path.startsWith('node:')).map((way) => `${way}: no browser has it`)
}

const TYPES_ALONE = /^(import|export) type [^;']*'[^']*'/gm

/** The ways on which a room's files reach others that are `sought`, as lists of files. */
function reachedFrom(room: string, sources: ReadonlyMap<string, string>, sought: (path: string) => boolean): string[] {
  const cameBy = new Map<string, string>()
  const waiting = [...sources.keys()].filter((path) => roomOf(path) === room)
  for (const path of waiting) cameBy.set(path, '')
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const { fileName } of ts.preProcessFile(sources.get(path) ?? '', true, true).importedFiles) {
      const target = fileName.startsWith('.') ? posix.join(posix.dirname(path), fileName) : fileName
      if (cameBy.has(target)) continue
      cameBy.set(target, path)
      if (!sought(target)) waiting.push(target)
    }
  }
  const way = (path: string): string => {
    const by = cameBy.get(path) ?? ''
    return by === '' ? path : `${way(by)}, ${path}`
  }
  return [...cameBy.keys()].filter(sought).map(way)
}

/** What a Solidity file with `text` at `path` imports against the table. */
export function faultsOfSolidity(path: string, text: string): string[] {
  const isCore = /^contracts\/(?!periphery\/|mocks\/)/.test(path)
  const isPeriphery = path.startsWith('contracts/periphery/')
  const imports = [...text.matchAll(/^\s*import\s[^;]*?["']([^"']+)["']\s*;/gm)].map((match) => match[1] ?? '')
  return imports.flatMap((name) => {
    const fault = (why: string) => [`${path} imports ${name}: ${why}`]
    const target = name.startsWith('.') ? posix.join(posix.dirname(path), name) : name
    if (IMPORT_FREE.has(path) && !IMPORT_FREE.has(target) && target !== 'contracts/Terms.sol') {
      return fault('the model checker proves this file only while it imports nothing')
    }
    if (isCore && target.startsWith('contracts/periphery/')) return fault('the core never imports the periphery')
    if ((isCore || isPeriphery) && target.startsWith('contracts/mocks/')) return fault('mocks are for tests')
    if ((isCore || isPeriphery) && target.startsWith('test/')) return fault('contracts never import tests')
    return []
  })
}

/** Assembly in a deployed contract without a comment `Assembly: why` in the four lines above it. */
export function assemblyWithoutReason(path: string, text: string): string[] {
  if (!/^contracts\/(?!mocks\/)/.test(path)) return []
  const lines = text.split('\n')
  return lines.flatMap((line, i) => {
    if (!/^\s*assembly\b/.test(line)) return []
    const above = lines.slice(Math.max(0, i - 4), i).join('\n')
    return above.includes('// Assembly:') ? [] : [`${path}:${i + 1} uses assembly without a comment "// Assembly: why"`]
  })
}
