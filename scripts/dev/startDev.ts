/** The development world: a chain, commitments in every state, five operators, the index and the page, all in this process. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createPublicClient, http, type Address } from 'viem'
import { runIndex } from '../../indexer/run.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'
import { parsePageConfig } from '../../sdk/model/pageConfig.ts'
import { Panel } from '../main-job/panel/panel.ts'
import { Checks } from '../main-job/section.ts'
import { builtPage } from './builtPage.ts'
import { serveBundles } from './bundles.ts'
import { startDevChain, type DevChain } from './chain.ts'
import { deployDev } from './deploy.ts'
import { publishJudges } from './judges.ts'
import { EARLIEST, LETTERS, playDev, type Letter } from './play.ts'
import { ACCOUNTS, JUDGES, SERVICES } from './roles.ts'

const DAY = 86_400
/** Between blocks, between rounds of the operators, and between questions of the index, in milliseconds. */
const [BLOCK, ROUND, POLL] = [4_000, 1_000, 250]
/** A turn of the rotation in which members submit, in seconds: some of them have no service, and their turns just pass. */
const SLOT = 2

export interface DevOptions {
  /** Of page and index; 0 = a free one. */
  readonly port?: number
  /** Folder of a built page; by default `dist/web`, which is built when it is not up to date. */
  readonly page?: string
  /** Which commitments there are; by default all. */
  readonly only?: readonly Letter[]
  /** `false`: no operator's service runs; what their members have observed was signed with their keys. */
  readonly operators?: boolean
  /** Where the age identities of people who judge are written; by default a folder that goes when the world ends. */
  readonly identities?: string
  /** Told what it is at, and what goes wrong beside it. */
  readonly tell?: (line: string) => void
}

export interface Dev {
  /** Where the page is, and the index's API. */
  readonly url: string
  /** The chain's endpoint. */
  readonly rpc: string
  readonly chain: DevChain
  readonly deployment: Deployment
  readonly tokens: { readonly USDC: Address; readonly WETH: Address }
  /** The address behind each name. */
  readonly accounts: Readonly<Record<string, Address>>
  readonly escrows: Readonly<Partial<Record<Letter, Address>>>
  /** Files of the age identities of people who judge, by name. */
  readonly identities: Readonly<Record<string, string>>
  /** Ends all of it. */
  close(): Promise<void>
}

/** Starts the world. @throws {Error} for what does not start; nothing is left running then. */
export async function startDev(options: DevOptions = {}): Promise<Dev> {
  const tell = options.tell ?? (() => undefined)
  const page = options.page ?? builtPage(tell)
  const ends: (() => Promise<unknown>)[] = []
  const close = async () => {
    // The last that was started ends first.
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end()
  }
  try {
    const opens = Math.floor(Date.now() / 1000)
    const folder = await mkdtemp(join(tmpdir(), 'lodestone-dev-'))
    ends.push(() => rm(folder, { recursive: true }))
    const chain = await startDevChain(new Date((opens - EARLIEST * DAY) * 1000))
    ends.push(() => chain.close())
    const bundles = await serveBundles()
    ends.push(() => bundles.close())

    tell('Playing what has happened so far ...')
    const deployed = await deployDev(chain)
    const services: readonly string[] = options.operators === false ? [] : SERVICES
    const byHand = [...JUDGES, ...SERVICES.filter((name) => !services.includes(name))]
    const identities = await publishJudges(chain, deployed.directory, byHand, options.identities ?? folder)
    const panel = await Panel.open(chain, deployed, services, [], SLOT)
    ends.push(() => panel.close())
    const stage = { ...deployed, chain, panel, keep: bundles.keep, accounts: ACCOUNTS, checks: new Checks() }
    const played = await playDev(stage, opens, options.only ?? LETTERS)
    await chain.moveTo(BigInt(Math.floor(Date.now() / 1000)))

    ends.push(every(BLOCK, () => chain.tick(), tell))
    ends.push(every(ROUND, () => panel.round(), tell))
    const { rpc } = chain
    const { deployment, token, weth } = deployed
    const url = await serveIndex({ rpc, deployment, page, folder, port: options.port ?? 0, tell }, ends)
    return {
      ...{ url, rpc, chain, deployment, identities, close },
      tokens: { USDC: token, WETH: weth },
      accounts: Object.fromEntries(ACCOUNTS.map((name) => [name, chain.address(name)])),
      escrows: Object.fromEntries([...played].sort().map(([letter, { address }]) => [letter, address])),
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Does something again and again, so many milliseconds after the last time. @returns what ends it. */
function every(milliseconds: number, work: () => Promise<unknown>, tell: (line: string) => void): () => Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  const running = (async () => {
    while (!signal.aborted) {
      try {
        await work()
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error))
      }
      await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined)
    }
  })()
  return async () => {
    ending.abort()
    await running
  }
}

interface Serving {
  readonly rpc: string
  readonly deployment: Deployment
  readonly page: string
  readonly folder: string
  readonly port: number
  readonly tell: (line: string) => void
}

/** Starts the index with the page, and waits until it has read all. @returns where it answers. */
async function serveIndex(
  { rpc, deployment, page, folder, port, tell }: Serving,
  ends: (() => Promise<unknown>)[],
): Promise<string> {
  const currency = { symbol: 'ETH', decimals: 18 }
  const config = parsePageConfig({ chain: 'Local chain', currency, deployment, rpc, testWallet: true })
  const ending = new AbortController()
  const log = (_: unknown, message?: string) => {
    tell(`index: ${message ?? ''}`)
  }
  let running: Promise<void> = Promise.resolve()
  const listening = new Promise<string>((resolve, reject) => {
    running = runIndex(
      {
        client: createPublicClient({ transport: http(rpc, { batch: true }), cacheTime: 0 }),
        deployment,
        database: join(folder, 'index.sqlite'),
        ...{ host: '127.0.0.1', port, poll: POLL, listening: resolve, site: { folder: page, config } },
        log: { info: () => undefined, warn: log, error: log },
      },
      ending.signal,
    )
    running.catch((error: unknown) => {
      log(error, `it has ended: ${String(error)}`)
      reject(error instanceof Error ? error : new Error(String(error)))
    })
  })
  ends.push(async () => {
    ending.abort()
    // What went wrong was told.
    await running.catch(() => undefined)
  })
  const url = await listening
  while (!(await fetch(`${url}/ready`)).ok) await setTimeout(POLL)
  return url
}
