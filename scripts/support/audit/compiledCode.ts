import { readFile } from 'node:fs/promises'
import { isHex } from 'viem'
import { z } from 'zod'
import type { CompiledCode, ExpectedCode } from '../../../audit/prove/code.ts'
import { parseInput } from '../../../sdk/errors/parseInput.ts'

const artifactSchema = z.object({
  deployedBytecode: z.custom<`0x${string}`>((value) => isHex(value), 'is no bytecode'),
  immutableReferences: z.record(z.string(), z.array(z.object({ start: z.int().min(0), length: z.int().min(1) }))),
})

/**
 * The code of implementation and factory as this installation compiled it from its sources; undefined where it was not built: then
 * an audit does not compare them. @throws {InputError} when an artifact is none.
 */
export async function compiledCode(): Promise<{ implementation: ExpectedCode; factory: ExpectedCode } | undefined> {
  const [implementation, factory] = [await artifact('Escrow'), await artifact('EscrowFactory')]
  return implementation === undefined || factory === undefined ? undefined : { implementation, factory }
}

async function artifact(name: string): Promise<CompiledCode | undefined> {
  const url = new URL(`../../../artifacts/contracts/${name}.sol/${name}.json`, import.meta.url)
  const text = await readFile(url, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : parseInput(artifactSchema, JSON.parse(text), `artifact of ${name}`)
}
