/** A process that opens a store when it is told to. */
import { once } from 'node:events'
import { openStore } from '../../../oracle/store/openStore.ts'

process.send?.('ready')
await once(process, 'message')
await (await openStore(process.argv[2]!)).destroy()
process.disconnect()
