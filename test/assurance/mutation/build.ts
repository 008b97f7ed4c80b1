/** Compiles the core with all mutants in it; those that the compiler refuses are left out as stillborn. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import solc from 'solc'
import { z } from 'zod'
import { Fault } from '../../../scripts/tools/program.ts'
import { QUICK } from '../bugs/compile.ts'
import { projectSources } from '../static/tree.ts'
import { ACTIVE_SOURCE, type Mutant, isCore, mutantsOf, switched } from './switches.ts'

const CONTRACTS = ['Escrow', 'EscrowFactory'] as const

/** The package declares its compiler without types. */
const compiler: { compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string } = solc

const Code = z.object({ object: z.string() })
const Output = z.object({
  errors: z
    .array(
      z.object({
        severity: z.string(),
        formattedMessage: z.string(),
        sourceLocation: z.object({ file: z.string(), start: z.number(), end: z.number() }).optional(),
      }),
    )
    .default([]),
  contracts: z
    .record(z.string(), z.record(z.string(), z.object({ evm: z.object({ bytecode: Code, deployedBytecode: Code }) })))
    .default({}),
})

const Artifact = z.strictObject({ bytecode: z.string(), deployedBytecode: z.string() })
const Built = z.strictObject({
  stillborn: z.array(z.string()),
  contracts: z.strictObject({ Escrow: Artifact, EscrowFactory: Artifact }),
})

/** The code that holds all mutants. */
export type Built = z.infer<typeof Built>

type Output = z.infer<typeof Output>

function compile(load: (path: string) => string, selection: Record<string, string[]>): Output {
  const paths = CONTRACTS.map((name) => `contracts/${name}.sol`)
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(paths.map((path) => [path, { content: load(path) }])),
    settings: { ...QUICK, outputSelection: Object.fromEntries(paths.map((path) => [path, selection])) },
  }
  return Output.parse(
    JSON.parse(compiler.compile(JSON.stringify(input), { import: (path) => ({ contents: load(path) }) })),
  )
}

/** Ids of the mutants at which the compiler takes offence: of each error the innermost switch around it. */
function refused(output: Output, load: (path: string) => string): Set<number> {
  const ids = new Set<number>()
  for (const { severity, formattedMessage, sourceLocation: at } of output.errors) {
    if (severity !== 'error') continue
    const text = at === undefined ? '' : Buffer.from(load(at.file)).toString('latin1')
    // The switch that opens last before the end of the place: errors are told of the switch itself or of the form behind it.
    const before = text.slice(0, at?.end ?? 0)
    const ternary = [...text.slice(at?.start ?? 0, at?.end ?? 0).matchAll(/mutant_\((\d+)\)/g)].at(0)?.[1]
    const id = ternary ?? [...before.matchAll(/mutant_\((\d+)\)/g)].at(-1)?.[1]
    if (id === undefined) throw new Fault(`the core with its mutants does not compile: ${formattedMessage.trim()}`)
    ids.add(Number(id))
  }
  return ids
}

function compileAll(files: ReturnType<typeof mutantsOf>['files'], all: readonly Mutant[]): Built {
  let mutants = [...all]
  for (;;) {
    const load = switched(files, mutants)
    const ids = refused(compile(load, { '': ['ast'] }), load)
    if (ids.size === 0) break
    mutants = mutants.filter(({ id }) => !ids.has(id))
  }
  const { contracts } = compile(switched(files, mutants), {
    '*': ['evm.bytecode.object', 'evm.deployedBytecode.object'],
  })
  const artifact = (name: string) => {
    const evm = contracts[`contracts/${name}.sol`]?.[name]?.evm
    if (evm === undefined) throw new Fault(`the compiler answered without ${name}`)
    return { bytecode: evm.bytecode.object, deployedBytecode: evm.deployedBytecode.object }
  }
  const living = new Set(mutants.map(({ name }) => name))
  return {
    stillborn: all.map(({ name }) => name).filter((name) => !living.has(name)),
    contracts: { Escrow: artifact('Escrow'), EscrowFactory: artifact('EscrowFactory') },
  }
}

/** All mutants that compile, and the code that holds them, by the file that they are in. */
export interface Build {
  mutants: Mutant[]
  stillborn: number
  built: Map<string, Built>
  /** Names the state of the core. */
  key: string
}

/**
 * The mutants of the core as it is (`isPlanted`: only a harmless one, which is none). Each file's are in a core of their own, or tests would take three
 * times as long; compiled once for each state of the sources.
 */
export function build(folder: string, isPlanted: boolean): Build {
  const sources = projectSources()
  const { mutants: all, files } = mutantsOf(sources, isPlanted)
  const mutants = isPlanted ? all.filter(({ operator }) => operator === 'planted') : all
  const hash = createHash('sha256').update(JSON.stringify(QUICK))
  for (const [file, text] of sources) if (isCore(file)) hash.update(text)
  const key = hash.copy().digest('hex').slice(0, 16)
  const place = join(
    folder,
    hash
      .update(JSON.stringify([ACTIVE_SOURCE, mutants.map(({ name }) => name)]))
      .digest('hex')
      .slice(0, 16),
  )
  mkdirSync(place, { recursive: true })
  const built = new Map<string, Built>()
  for (const file of new Set(mutants.map((mutant) => mutant.file))) {
    const path = join(place, `${file.replaceAll('/', '-')}.json`)
    if (!existsSync(path)) {
      const own = mutants.filter((mutant) => mutant.file === file)
      writeFileSync(path, JSON.stringify(compileAll(files, own)))
    }
    built.set(file, Built.parse(JSON.parse(readFileSync(path, 'utf8'))))
  }
  const stillborn = new Set([...built.values()].flatMap((one) => one.stillborn))
  return { mutants: mutants.filter(({ name }) => !stillborn.has(name)), stillborn: stillborn.size, built, key }
}

/** The bytecode of `name` in which mutant `id` is on: the end of the code that runs, which told the compiler's version, says so. */
export function activated(built: Built, name: 'Escrow' | 'EscrowFactory', id: number): z.infer<typeof Artifact> {
  const { bytecode, deployedBytecode } = built.contracts[name]
  const tail = deployedBytecode.slice(-64)
  const parts = bytecode.split(tail)
  if (parts.length < 2) throw new Fault(`the creation code of ${name} does not hold its code`)
  const active = id.toString(16).padStart(64, '0')
  return { bytecode: `0x${parts.join(active)}`, deployedBytecode: `0x${deployedBytecode.slice(0, -64)}${active}` }
}
