/**
 * One core that holds all mutants, each behind a switch: it is compiled once, and the last 32 bytes of the code say which mutant is on
 * (0: none). So a mutant costs no compilation, which takes ten seconds.
 */
import { readFileSync } from 'node:fs'
import { type Node, child, programOf, text, typeOf, walk } from '../static/tree.ts'
import { type Change, Mutator } from './operators.ts'
import { type Range, Source } from './source.ts'

/** A change with a number, and words for people. */
export interface Mutant extends Change {
  /** From 1; of this build only. */
  id: number
  /** Below contracts/. */
  file: string
  line: number
  function: string
  from: string
  /** The same from build to build, as long as the place says the same: file, function, change, and which of several alike. */
  name: string
}

const ACTIVE = 'mutants_/Active.sol'
/** The last 32 bytes of the code that runs, of a clone its implementation's. Leaves scratch memory as it is, which assembly reads. */
export const ACTIVE_SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
function mutant_(uint256 id) pure returns (bool on) {
    assembly ("memory-safe") {
        let free := mload(0x40)
        codecopy(free, sub(codesize(), 0x20), 0x20)
        on := eq(mload(free), id)
    }
}
`
const GUARD = '@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol'
const SHARES = 'contracts/parts/Shares.sol'

export const isCore = (file: string) => /^contracts\/(?!periphery\/|interfaces\/|mocks\/)/.test(file)
const oneLine = (words: string) => words.replace(/\s+/g, ' ').trim()

/** Ids of constants that are whole numbers, but for those that assembly uses. */
function constantsOf(tree: Node): number[] {
  return [...walk(tree)].flatMap((node) =>
    node.nodeType === 'VariableDeclaration' && node['constant'] === true && /^uint/.test(typeOf(node)) ? [node.id] : [],
  )
}

/** No fault: an order of operands that changes nothing. */
const PLANTED = { file: 'contracts/parts/Docket.sol', from: '_settled == _filed', to: '_filed == _settled' }

/** Every mutant of the core, in the order of the files; `isPlanted`: one more, which is none. */
export function mutantsOf(
  sources: ReadonlyMap<string, string>,
  isPlanted: boolean,
): { mutants: Mutant[]; files: Map<string, Source> } {
  const program = programOf(sources)
  const trees = program.own().filter(([file]) => isCore(file))
  const constants = new Set(trees.flatMap(([, tree]) => constantsOf(tree)))
  const files = new Map(trees.map(([file, tree]) => [file, new Source(file, sources.get(file) ?? '', tree)]))
  const mutants: Mutant[] = []
  for (const source of files.values()) {
    const alike = new Map<string, number>()
    const add = (change: Change, around: string) => {
      const from = source.bytes.slice(change.start, change.end)
      const [line, file] = [source.line(change.start), source.file.slice('contracts/'.length)]
      const key = `${file} ${around}: ${oneLine(from)} -> ${oneLine(change.to) || 'nothing'}`
      const times = (alike.get(key) ?? 0) + 1
      alike.set(key, times)
      const name = times === 1 ? key : `${key} (${times})`
      mutants.push({ ...change, id: mutants.length + 1, file, line, function: around, from: oneLine(from), name })
    }
    for (const change of new Mutator(source, constants).all()) add(change, change.function)
    if (isPlanted && source.file === PLANTED.file) {
      const start = source.bytes.indexOf(PLANTED.from)
      const change = { start, end: start + PLANTED.from.length, statement: false, operator: 'planted', to: PLANTED.to }
      add({ ...change, function: '' }, '')
    }
    for (const node of walk(source.tree)) {
      const modifier = node.nodeType === 'ModifierInvocation' ? child(node, 'modifierName') : undefined
      if (text(modifier, 'name') !== 'nonReentrant') continue
      add(
        { ...source.range(node), statement: false, operator: 'guard', to: '', function: source.functionOf(node) },
        source.functionOf(node),
      )
    }
  }
  return { mutants, files }
}

/** `source` from `start` to `end` with switches for `mutants`. */
function render(source: Source, range: Range, mutants: readonly Mutant[]): string {
  const places = new Map<string, Mutant[]>()
  for (const mutant of mutants) {
    const key = `${mutant.start}:${mutant.end}:${mutant.statement}`
    places.set(key, [...(places.get(key) ?? []), mutant])
  }
  // The largest first; of equals the statement.
  const order = [...places.values()].sort(
    ([a], [b]) => b!.end - b!.start - (a!.end - a!.start) || Number(b!.statement) - Number(a!.statement),
  )
  const outer: Mutant[][] = []
  for (const place of order) {
    if (!outer.some(([o]) => o!.start <= place[0]!.start && place[0]!.end <= o!.end)) outer.push(place)
  }
  outer.sort(([a], [b]) => a!.start - b!.start)
  let at = range.start
  let written = ''
  for (const place of outer) {
    const [{ start, end, statement, operator }] = place as [Mutant]
    const within = mutants.filter((m) => !place.includes(m) && start <= m.start && m.end <= end)
    const original = render(source, { start, end }, within)
    written += source.bytes.slice(at, start)
    if (operator === 'guard') written += `guardedUnless_(${place[0]!.id})`
    else if (statement)
      written += `{${place.reduceRight((rest, m) => `if (mutant_(${m.id})) {${m.to}} else ${rest}`, `{${original}}`)}}`
    else written += place.reduceRight((rest, m) => `(mutant_(${m.id}) ? (${m.to}) : ${rest})`, `(${original})`)
    at = end
  }
  return written + source.bytes.slice(at, range.end)
}

/** The sources of the core with all `mutants` in them, and what a compiler asks for besides. */
export function switched(files: ReadonlyMap<string, Source>, mutants: readonly Mutant[]): (path: string) => string {
  const written = new Map<string, string>()
  for (const [path, source] of files) {
    const own = mutants.filter(({ file }) => `contracts/${file}` === path)
    if (own.length === 0 && path !== SHARES) continue
    let body = render(source, { start: 0, end: source.bytes.length }, own)
    body = body.replace(/(pragma solidity [^;]+;)/, `$1 import {mutant_} from "${ACTIVE}";`)
    if (path === SHARES) body = body.replace(/(abstract contract Shares [^{]*\{)/, `$1 ${GUARDED}`)
    written.set(path, Buffer.from(body, 'latin1').toString())
  }
  written.set(ACTIVE, ACTIVE_SOURCE)
  return (path) => {
    const ours = written.get(path)
    if (ours !== undefined) return ours
    const original = readFileSync(path.startsWith('contracts/') ? path : `node_modules/${path}`, 'utf8')
    return path === GUARD
      ? original.replaceAll(/(function _nonReentrant(?:Before|After)\(\)) private/g, '$1 internal')
      : original
  }
}

const GUARDED = `modifier guardedUnless_(uint256 id) {
  if (!mutant_(id)) _nonReentrantBefore();
  _;
  if (!mutant_(id)) _nonReentrantAfter();
}`
