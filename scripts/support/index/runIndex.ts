import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPublicClient, http } from 'viem'
import { makeLogger } from '../../../indexer/operate/logger.ts'
import { runIndex } from '../../../indexer/run.ts'
import { isPostgres } from '../../../indexer/store/openIndex.ts'
import { openSession } from '../session.ts'
import { toJson } from '../toJson.ts'
import { parseIndex, type IndexSettings } from './settings.ts'

/** Where the index is, unless somebody says so. */
const USUAL = new URL('../../../.lodestone/index.sqlite', import.meta.url)
/** Questions to the endpoint that are sent together, and how long it may take to answer, in milliseconds. */
const [BATCH, TIMEOUT] = [50, 20_000]

/** `lodestone index run`: until Ctrl+C. @throws {InputError} before anything is read if an option is wrong. */
export async function runIndexCommand(settings: IndexSettings): Promise<void> {
  const args = parseIndex(settings)
  const { deployment } = await openSession(settings)
  const { page } = args.page
  const site = page === undefined ? undefined : (await import('./siteOf.ts')).siteOf({ ...args.page, page }, deployment)
  const database = args['--database'] ?? fileURLToPath(USUAL)
  if (!isPostgres(database)) await mkdir(dirname(database), { recursive: true })
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      ending.abort()
    })
  }
  const client = createPublicClient({
    transport: http(settings.rpc, { batch: { batchSize: BATCH }, retryCount: 1, timeout: TIMEOUT }),
    cacheTime: 0,
  })
  const options = {
    client,
    deployment,
    database,
    host: args['--host'],
    port: args['--port'],
    poll: args['--poll'],
    confirmations: args['--confirmations'],
    allowOrigin: args['--allow-origin'],
    site,
    log: makeLogger(),
    listening: (url: string) => {
      const where = `The index answers at ${url}/v1/status${site === undefined ? '' : `, the page is at ${url}`}`
      console.log(settings.json === true ? toJson({ url }) : where)
    },
  }
  await runIndex(options, ending.signal)
}
