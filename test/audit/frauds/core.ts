/**
 * One core that holds all frauds, each behind a switch: it is compiled once, and the last 32 bytes of the code say which fraud is on
 * (0: none). So a fraud costs no compilation, which takes five seconds.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import solc from 'solc'
import { concat, pad, toHex, type Hex } from 'viem'
import { z } from 'zod'
import { QUICK, ROOT } from '../../assurance/bugs/compile.ts'
import type { Tampering } from './fraud.ts'

const CONTRACTS = ['Escrow', 'EscrowFactory'] as const
const SWITCH = 'frauds/Switch.sol'
const FOLDER = join(ROOT, 'cache/audit/frauds')

/** Who profits: an account of the embedded chain, which `stage.ts` checks. */
export const INSIDER = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955'

/** The last 32 bytes of the code that runs, of a clone its implementation's. */
const SWITCH_SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
address constant INSIDER = ${INSIDER};
function fraud_(uint256 id) pure returns (bool on) {
    assembly ("memory-safe") {
        let free := mload(0x40)
        codecopy(free, sub(codesize(), 0x20), 0x20)
        on := eq(mload(free), id)
    }
}
`

/** The package declares its compiler without types. */
const compiler: { compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string } = solc

const Built = z.strictObject({ Escrow: z.string(), EscrowFactory: z.string() })
const Output = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z
    .record(
      z.string(),
      z.record(z.string(), z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) })),
    )
    .default({}),
})

/** Code that creates each contract, with every fraud in it and none of them on. */
export type Built = z.infer<typeof Built>

/** Where a fraud changes a file, by the order in which the text has it. */
interface Place {
  start: number
  end: number
  changes: { id: number; tampering: Tampering }[]
}

/** `text` of `file` with all `frauds` in it, the first under switch 1. Throws if a place is not there once, or two overlap. */
function withFrauds(file: string, text: string, frauds: readonly (readonly Tampering[])[]): string {
  const places: Place[] = []
  for (const [i, tamperings] of frauds.entries()) {
    for (const tampering of tamperings) {
      if (tampering.file !== file) continue
      const start = text.indexOf(tampering.at)
      if (start < 0 || text.includes(tampering.at, start + 1)) throw new Error(`not once in ${file}: "${tampering.at}"`)
      const isBehind = 'after' in tampering || 'beside' in tampering
      const end = start + tampering.at.length
      const range = isBehind ? { start: end, end } : { start, end }
      const same = places.find((place) => place.start === range.start && place.end === range.end)
      if (same === undefined) places.push({ ...range, changes: [{ id: i + 1, tampering }] })
      else same.changes.push({ id: i + 1, tampering })
    }
  }
  places.sort((a, b) => a.start - b.start || a.end - b.end)
  let [written, at] = ['', 0]
  for (const { start, end, changes } of places) {
    if (start < at) throw new Error(`frauds overlap in ${file} at "${text.slice(start, end)}"`)
    written += text.slice(at, start) + switched(text.slice(start, end), changes)
    at = end
  }
  const whole = written + text.slice(at)
  if (places.length === 0) return text
  return whole.replace(/(pragma solidity [^;]+;)/, `$1\nimport {fraud_, INSIDER} from "${SWITCH}";`)
}

function switched(original: string, changes: Place['changes']): string {
  return changes.reduceRight((rest, { id, tampering }) => {
    if ('expression' in tampering) return `(fraud_(${id}) ? (${tampering.expression}) : ${rest})`
    if ('statement' in tampering) return `if (fraud_(${id})) { ${tampering.statement} } else { ${rest} }`
    if ('after' in tampering) return `\nif (fraud_(${id})) { ${tampering.after} }\n${rest}`
    return `\n${tampering.beside.replaceAll('FRAUD', `fraud_(${id})`)}\n${rest}`
  }, original)
}

/** Compiles the core with all `frauds`, or takes what was compiled of the same sources before. */
export function buildCore(frauds: readonly (readonly Tampering[])[]): Built {
  for (const { file } of frauds.flat())
    if (!existsSync(join(ROOT, 'contracts', file))) throw new Error(`no such file: contracts/${file}`)
  const read = new Map<string, string>()
  const source = (path: string): string => {
    const known = read.get(path)
    if (known !== undefined) return known
    let text = SWITCH_SOURCE
    if (path.startsWith('contracts/'))
      text = withFrauds(path.slice('contracts/'.length), readFileSync(join(ROOT, path), 'utf8'), frauds)
    else if (path !== SWITCH) text = readFileSync(join(ROOT, 'node_modules', path), 'utf8')
    read.set(path, text)
    return text
  }
  const paths = CONTRACTS.map((name) => `contracts/${name}.sol`)
  const input = JSON.stringify({
    language: 'Solidity',
    sources: Object.fromEntries(paths.map((path) => [path, { content: source(path) }])),
    settings: {
      ...QUICK,
      outputSelection: Object.fromEntries(
        CONTRACTS.map((name) => [`contracts/${name}.sol`, { [name]: ['evm.bytecode.object'] }]),
      ),
    },
  })
  const core = [...new Set([...frauds.flat().map(({ file }) => `contracts/${file}`)])].sort().map(source)
  const memory = join(FOLDER, `${createHash('sha256').update(input).update(JSON.stringify(core)).digest('hex')}.json`)
  if (existsSync(memory)) return Built.parse(JSON.parse(readFileSync(memory, 'utf8')))
  const output = Output.parse(JSON.parse(compiler.compile(input, { import: (path) => ({ contents: source(path) }) })))
  const error = output.errors.find(({ severity }) => severity === 'error')
  if (error !== undefined) throw new Error(`the core with its frauds does not compile: ${error.formattedMessage}`)
  const objects = CONTRACTS.map((name) => [
    name,
    output.contracts[`contracts/${name}.sol`]?.[name]?.evm.bytecode.object,
  ])
  const built = Built.parse(Object.fromEntries(objects))
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(`${memory}.new`, JSON.stringify(built))
  renameSync(`${memory}.new`, memory)
  return built
}

/** `runtime` code with fraud number `id` on. */
export const turnedOn = (runtime: Hex, id: number): Hex => concat([runtime, pad(toHex(id))])
