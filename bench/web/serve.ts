/** The built page and an index of a chain behind it, as `lodestone index run --page` serves them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import { createPublicClient, http } from 'viem'
import { runIndex } from '../../indexer/run.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'

export interface ServedPage {
  url: string
  close(): Promise<void>
}

/** Serves the page of `dist/web`; it answers once the index has read all blocks. */
export async function servePage(rpc: string, deployment: Deployment): Promise<ServedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'lodestone-bench-'))
  const ending = new AbortController()
  const client = createPublicClient({ transport: http(rpc, { batch: { batchSize: 50 } }), cacheTime: 0 })
  const currency = { symbol: 'ETH', decimals: 18 }
  let ended: Promise<void> = Promise.resolve()
  const url = await new Promise<string>((listening, failed) => {
    const site = { folder: resolve('dist/web'), config: { chain: 'Bench', currency, deployment, rpc } }
    const options = { client, deployment, database: join(folder, 'index.sqlite'), host: '127.0.0.1', port: 0 }
    const log = pino({ level: 'error' })
    ended = runIndex({ ...options, poll: 500, site, log, listening }, ending.signal)
    ended.catch(failed)
  })
  while ((await fetch(`${url}/ready`)).status !== 200) await setTimeout(200)
  return {
    url,
    close: async () => {
      ending.abort()
      await ended
      await rm(folder, { recursive: true })
    },
  }
}
