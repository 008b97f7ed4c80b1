/** The members of the panel: a process, a store, keys and a port for each. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bytesToHex, encodeFunctionData } from 'viem'
import { operatorDirectoryAbi } from '../../sdk/abi/operatorDirectory.ts'
import { makeIdentity } from '../../sdk/evidence/seal.ts'
import { FIRST_MEMBER } from './docket.ts'
import { answerSchema, type Answer, type Order } from './messages.ts'
import { freePort, type Node } from './node.ts'

const PROGRAM = fileURLToPath(new URL('member.ts', import.meta.url))

export class Member {
  readonly #child: ChildProcess
  readonly #data: string

  private constructor(child: ChildProcess, data: string) {
    this.#child = child
    this.#data = data
  }

  /** Writes what member number `i` needs, publishes its endpoint, and starts it; its log is `log` in its folder. */
  static async start(node: Node, i: number, folder: string) {
    await mkdir(folder)
    const account = node.accounts[FIRST_MEMBER + i]
    const key = account?.getHdKey().privateKey
    if (!key) throw new Error(`member ${i} has no key`)
    const port = await freePort()
    const { identity, recipient } = await makeIdentity()
    await writeFile(join(folder, 'member.age'), identity, { mode: 0o600 })
    await writeFile(join(folder, 'member.key'), bytesToHex(key), { mode: 0o600 })
    await writeFile(join(folder, 'deployment.json'), JSON.stringify(node.deployment))
    const signer = { kind: 'local', keyFile: 'member.key' }
    const config = {
      version: 1,
      chain: { rpc: [node.rpc], deployment: 'deployment.json', confirmations: 0 },
      signer,
      gas: { signer },
      data: 'data',
      evidence: { identities: ['member.age'] },
      serve: { port },
      verifiers: [{ kind: 'manual', outcomes: '*' }],
      escrows: 'any',
    }
    const file = join(folder, 'oracle.json')
    await writeFile(file, JSON.stringify(config))
    const args = [`http://127.0.0.1:${port}`, recipient] as const
    const data = encodeFunctionData({ abi: operatorDirectoryAbi, functionName: 'publish', args })
    await node.send(FIRST_MEMBER + i, [{ to: node.deployment.directory, data }])
    const child = fork(PROGRAM, [file], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
    child.stdout?.pipe(createWriteStream(join(folder, 'log')))
    const member = new Member(child, join(folder, 'data'))
    await member.#answer()
    return member
  }

  /** Tells it that these claims are verified. */
  verified(claims: string[]): void {
    this.#tell({ verified: claims })
  }

  /** What it takes, in bytes and milliseconds: memory, store, processor. */
  async figures(): Promise<Exclude<Answer, { ready: true }> & { store: number }> {
    const answer = this.#answer()
    this.#tell({ figures: true })
    const figures = await answer
    if ('ready' in figures) throw new Error('the member said that it is ready, and nothing else')
    let store = 0
    for (const name of await readdir(this.#data)) {
      if (name.startsWith('oracle.sqlite')) store += (await stat(join(this.#data, name))).size
    }
    return { ...figures, store }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill()
    await once(this.#child, 'exit')
  }

  #tell(order: Order): void {
    this.#child.send(order)
  }

  async #answer(): Promise<Answer> {
    const ending = new AbortController()
    const { signal } = ending
    try {
      const [answer] = (await Promise.race([
        once(this.#child, 'message', { signal }),
        once(this.#child, 'exit', { signal }).then(() => Promise.reject(new Error('a member ended'))),
      ])) as [unknown]
      return answerSchema.parse(answer)
    } finally {
      ending.abort()
    }
  }
}
