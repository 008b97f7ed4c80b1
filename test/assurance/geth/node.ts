/** A process of geth in developer mode, with a chain of its own that ends with it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPublicClient, http } from 'viem'
import { Fault } from '../../../scripts/tools/program.ts'
import { CHAIN_ID, GENESIS } from './genesis.ts'

const PATIENCE_MS = 60_000
/** Characters of what geth said last that a message shows, and that are searched for its endpoint. */
const [SHOWN, SEARCHED] = [2_000, 100_000]
/** What geth writes once its port answers. The port is the system's choice: 0 in the arguments. */
const LISTENING = /"HTTP server started" endpoint=(127\.0\.0\.1:\d+)/

export interface GethNode {
  readonly url: string
  /** Ends the process, by its id, and deletes its folder. */
  stop(): Promise<void>
}

/**
 * Starts `binary`, which must be geth `version`, on a new chain with our first block. It mines nothing by itself, because nothing is
 * sent to its pool.
 * @throws {Fault} if it ends or does not answer within a minute, or if somebody else answers in its place.
 */
export async function startGeth(binary: string, version: string): Promise<GethNode> {
  const folder = mkdtempSync(join(tmpdir(), 'lodestone-geth-'))
  try {
    // All states are kept, because the audit looks back at each block.
    const data = ['--datadir', join(folder, 'data'), '--state.scheme', 'hash']
    const genesis = join(folder, 'genesis.json')
    writeFileSync(genesis, JSON.stringify(GENESIS))
    initialise(binary, [...data, genesis])
    return await serve(binary, [...data, '--gcmode', 'archive'], version, () => {
      rmSync(folder, { recursive: true, force: true })
    })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function initialise(binary: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(binary, ['init', ...args], { encoding: 'utf8' })
  if (error !== undefined) throw new Fault(`geth does not start: ${error.message}`)
  if (status !== 0) throw new Fault(`geth init ended with exit code ${status}:\n${stderr.slice(-SHOWN)}`)
}

async function serve(binary: string, data: readonly string[], version: string, clean: () => void): Promise<GethNode> {
  const identity = `lodestone-${randomUUID()}`
  const network = ['--ipcdisable', '--nodiscover', '--authrpc.port', '0', '--log.format', 'logfmt']
  const api = ['--http', '--http.addr', '127.0.0.1', '--http.port', '0', '--http.api', 'eth,web3,testing']
  const child = spawn(binary, ['--dev', '--identity', identity, ...data, ...network, ...api], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Where this process ends before it has stopped the other.
  const drop = () => {
    child.kill('SIGKILL')
    clean()
  }
  process.once('exit', drop)
  const stop = async (): Promise<void> => {
    await end(child)
    process.off('exit', drop)
    clean()
  }
  try {
    const url = `http://${await endpointOf(child)}`
    await checkIdentity(url, identity, version)
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Where `child` says that it listens. */
async function endpointOf(child: ChildProcess): Promise<string> {
  let said = ''
  let failure: Error | undefined
  child.on('error', (error) => (failure = error))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-SEARCHED)))
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(50)) {
    const endpoint = LISTENING.exec(said)?.[1]
    if (endpoint !== undefined) return endpoint
    if (failure !== undefined) throw new Fault(`geth does not start: ${failure.message}`)
    if (child.exitCode !== null) throw new Fault(`geth ended with exit code ${child.exitCode}:\n${said.slice(-SHOWN)}`)
  }
  throw new Fault(`geth does not listen after ${PATIENCE_MS / 1000} s:\n${said.slice(-SHOWN)}`)
}

/**
 * Checks that what answers at `url` is the process that was given `identity`.
 * @throws {Fault} if it is somebody else, another version or another chain.
 */
export async function checkIdentity(url: string, identity: string, version: string): Promise<void> {
  const client = createPublicClient({ transport: http(url, { retryCount: 0 }), cacheTime: 0 })
  const name = await client.request({ method: 'web3_clientVersion' })
  if (!name.startsWith(`Geth/${identity}/v${version}-`)) {
    throw new Fault(`${url} is ${name}, not the geth ${version} that was started as ${identity}`)
  }
  const id = await client.getChainId()
  if (id !== CHAIN_ID) throw new Fault(`${url} is of chain ${id}, not ${CHAIN_ID}`)
}

async function end(child: ChildProcess): Promise<void> {
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null
  if (!isRunning()) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(10_000, undefined, { ref: false })])
  if (!isRunning()) return
  child.kill('SIGKILL')
  await ended
}
