/** A process that collects from an endpoint into a cache, for tests that kill it: `collector.ts <url> <origin> <folder>`. */
import type { Origin } from '../../../sdk/model/escrowAddress.ts'
import { openEndpoint } from '../../../audit/collect/batches.ts'
import { collect } from '../../../audit/collect/collect.ts'

const [url = '', origin = '', cache = ''] = process.argv.slice(2)
const collection = await collect({
  client: openEndpoint(url),
  origin: JSON.parse(origin) as Origin,
  pin: { tag: 'latest' },
  cache,
  note: () => undefined,
})
collection.close()
