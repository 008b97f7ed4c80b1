/** A process of its own that indexes a chain, to be killed: `follower.ts <url> <database> <record as JSON>`. */
import process from 'node:process'
import { createPublicClient, http } from 'viem'
import { runIndex } from '../../../indexer/run.ts'
import { parseDeployment } from '../../../sdk/model/deployment.ts'

const [url, database = '', record = ''] = process.argv.slice(2)
const log = { info: () => undefined, warn: () => undefined, error: console.error } as never
const ending = new AbortController()
process.once('SIGTERM', () => {
  ending.abort()
})
await runIndex(
  {
    client: createPublicClient({ transport: http(url, { batch: true }), cacheTime: 0 }),
    deployment: parseDeployment(JSON.parse(record)),
    database,
    host: '127.0.0.1',
    port: 0,
    poll: 50,
    log,
    listening: (address) => process.send?.(address),
  },
  ending.signal,
)
process.disconnect()
