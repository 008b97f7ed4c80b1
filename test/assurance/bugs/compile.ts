/** Compiles the escrow and the factory with one bug in them, in memory. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import solc from 'solc'
import { z } from 'zod'
import config from '../../../hardhat.config.ts'
import { Fault } from '../../../scripts/tools/program.ts'
import { type Bug, changesOf, planted } from './bug.ts'

export const ROOT = resolve(import.meta.dirname, '../../..')

/** The contracts that are deployed; each is a file of its own. */
const CONTRACTS = ['Escrow', 'EscrowFactory'] as const

/** The package declares its compiler without types. */
const compiler: {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string
} = solc

const Code = z.object({ object: z.string() })
const Output = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.object({ abi: z.array(z.unknown()), evm: z.object({ bytecode: Code, deployedBytecode: Code }) }),
      ),
    )
    .default({}),
})

/** What an artifact of Hardhat's says of a contract. */
export interface Compiled {
  abi: unknown[]
  bytecode: string
  deployedBytecode: string
}

/** The settings of the deployed build. */
export const BUILD = settingsOfBuild()
/** Few steps of the optimiser: a third less time, code too long for a real chain. */
export const QUICK = {
  ...BUILD,
  optimizer: { enabled: true, runs: 1, details: { yul: true, yulDetails: { optimizerSteps: 'dhfoDgvulfnTUtnIf' } } },
}

function settingsOfBuild(): Record<string, unknown> {
  const { solidity } = z
    .object({ solidity: z.object({ profiles: z.object({ default: z.object({ settings: z.looseObject({}) }) }) }) })
    .parse(config)
  return solidity.profiles.default.settings
}

/** Compiles `contract` and all it imports; `output` names what to keep of it. Also tells which files were read. */
function compileOne(contract: string, bug: Bug | undefined, settings: Record<string, unknown>, output: string[]) {
  const read = new Set<string>()
  const source = (path: string): string => {
    read.add(path)
    if (!path.startsWith('contracts/')) return readFileSync(join(ROOT, 'node_modules', path), 'utf8')
    const text = readFileSync(join(ROOT, path), 'utf8')
    return bug === undefined ? text : planted(path.slice('contracts/'.length), text, bug)
  }
  const path = `contracts/${contract}.sol`
  const input = {
    language: 'Solidity',
    sources: { [path]: { content: source(path) } },
    settings: { ...settings, outputSelection: { [path]: { [contract]: output } } },
  }
  const answer = compiler.compile(JSON.stringify(input), { import: (wanted) => ({ contents: source(wanted) }) })
  const { errors, contracts } = Output.parse(JSON.parse(answer))
  const error = errors.find(({ severity }) => severity === 'error')
  if (error !== undefined)
    throw new Fault(`${bug?.name ?? 'the core'} does not compile: ${error.formattedMessage.trim()}`)
  return { read, compiled: contracts[path]?.[contract] }
}

const madeOf = new Map<string, Set<string>>()

/** The contracts that `bug` changes; without a bug all. */
function changedBy(bug: Bug | undefined): string[] {
  if (bug === undefined) return [...CONTRACTS]
  return CONTRACTS.filter((contract) => {
    const files = madeOf.get(contract) ?? compileOne(contract, undefined, BUILD, []).read
    madeOf.set(contract, files)
    return changesOf(bug).some(({ file }) => files.has(`contracts/${file}`))
  })
}

/** `contracts` compiled with `bug`. */
function compile({ bug, contracts, settings }: Job): Record<string, Compiled> {
  const output = ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object']
  return Object.fromEntries(
    contracts.map((contract) => {
      const { compiled } = compileOne(contract, bug, settings, output)
      if (compiled === undefined) throw new Fault(`the compiler answered without ${contract}`)
      const { bytecode, deployedBytecode } = compiled.evm
      const code = { bytecode: `0x${bytecode.object}`, deployedBytecode: `0x${deployedBytecode.object}` }
      return [contract, { abi: compiled.abi, ...code }]
    }),
  )
}

interface Job {
  bug: Bug | undefined
  contracts: string[]
  settings: Record<string, unknown>
}

type Answer = { contracts: Record<string, Compiled> } | { fault: string }

/** The contracts that `bug` changes (without a bug: all), compiled in a thread of its own: the compiler shares its thread with nobody. */
export function compiledWith(
  bug: Bug | undefined,
  settings: Record<string, unknown> = QUICK,
): Promise<Record<string, Compiled>> {
  const contracts = changedBy(bug)
  if (contracts.length === 0) throw new Fault(`no deployed contract is made of ${bug?.file}`)
  return new Promise((done, fail) => {
    const job: Job = { bug, contracts, settings }
    const worker = new Worker(new URL(import.meta.url), { workerData: job })
    worker.once('error', fail)
    worker.once('message', (answer: Answer) => {
      if ('fault' in answer) fail(new Fault(answer.fault))
      else done(answer.contracts)
    })
  })
}

if (!isMainThread && parentPort !== null) {
  let answer: Answer
  try {
    answer = { contracts: compile(workerData as Job) }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    answer = { fault: error.message }
  }
  parentPort.postMessage(answer)
}
