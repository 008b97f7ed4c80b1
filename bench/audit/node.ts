/** An anvil node whose blocks the benchmark makes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { anvil, freePort } from '../oracle/node.ts'

/** Gas of a block: as good as no limit, see `buildChain`. */
const BLOCK_GAS = 100_000_000_000

export interface AuditNode {
  url: string
  /** Answers of a batch of requests, in their order. Throws on the first that fails. */
  send(requests: readonly (readonly [method: string, ...params: unknown[]])[]): Promise<unknown[]>
  stop(): Promise<void>
}

interface Answer {
  id: number
  result?: unknown
  error?: { message: string }
}

export async function startAuditNode(): Promise<AuditNode> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const options = [
    '--host',
    '127.0.0.1',
    '--port',
    port,
    '--gas-limit',
    BLOCK_GAS,
    '--no-mining',
    '--no-request-size-limit',
    // A copy of the state for each block would fill the memory.
    '--prune-history',
  ]
  const child = spawn(anvil(), options.map(String), { stdio: ['ignore', 'pipe', 'inherit'] })
  let isListening = false
  for await (const chunk of child.stdout) {
    isListening = String(chunk).includes('Listening on')
    if (isListening) break
  }
  if (!isListening) throw new Error('anvil ended before it listened')
  child.stdout.resume()
  return {
    url,
    send: async (requests) => {
      if (requests.length === 0) return []
      const body = requests.map(([method, ...params], id) => ({ jsonrpc: '2.0', id, method, params }))
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
      const answers = (await response.json()) as Answer[]
      answers.sort((a, b) => a.id - b.id)
      for (const { error } of answers) if (error !== undefined) throw new Error(`anvil: ${error.message}`)
      return answers.map(({ result }) => result)
    },
    stop: async () => {
      child.kill('SIGINT')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
