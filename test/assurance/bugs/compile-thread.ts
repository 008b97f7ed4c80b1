/** The thread in which the escrow and the factory are compiled with a bug in them, in memory: one job after another. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parentPort } from 'node:worker_threads'
import solc from 'solc'
import { z } from 'zod'
import { Fault } from '../../../scripts/tools/program.ts'
import { type Bug, changesOf, planted } from './bug.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** The contracts that are deployed; each is a file of its own. */
const CONTRACTS = ['Escrow', 'EscrowFactory'] as const

/** The package declares its compiler without types. */
const compiler: {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string
} = solc

const Code = z.object({ object: z.string() })
/** Read first: beside an error the rest may be anything. */
const Errors = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
})
const Output = z.object({
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
  const text = compiler.compile(JSON.stringify(input), { import: (wanted) => ({ contents: source(wanted) }) })
  const answer: unknown = JSON.parse(text)
  const error = Errors.parse(answer).errors.find(({ severity }) => severity === 'error')
  if (error !== undefined)
    throw new Fault(`${bug?.name ?? 'the core'} does not compile: ${error.formattedMessage.trim()}`)
  return { read, compiled: Output.parse(answer).contracts[path]?.[contract] }
}

const madeOf = new Map<string, Set<string>>()

/** Whether `bug` changes a file of which `contract` is made. */
function changes(bug: Bug, contract: string): boolean {
  const files = madeOf.get(contract) ?? compileOne(contract, undefined, {}, []).read
  madeOf.set(contract, files)
  return changesOf(bug).some(({ file }) => files.has(`contracts/${file}`))
}

/** What to compile: the contracts that `bug` changes; without a bug all. */
export interface Job {
  bug: Bug | undefined
  settings: Record<string, unknown>
}

/** What came of it. */
export type Answer = { contracts: Record<string, Compiled> } | { fault: string }

function compile({ bug, settings }: Job): Record<string, Compiled> {
  const contracts = CONTRACTS.filter((contract) => bug === undefined || changes(bug, contract))
  if (contracts.length === 0) throw new Fault(`no deployed contract is made of ${bug?.file}`)
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

function answerTo(job: Job): Answer {
  try {
    return { contracts: compile(job) }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { fault: error.message }
  }
}

parentPort?.on('message', (job: Job) => parentPort?.postMessage(answerTo(job)))
