/**
 * `npm run local:later -- "31 d"`: moves the clock of the local chain (`npm run local`) forward, so that what takes months can be tried
 * in minutes. Refuses any chain but a local one.
 */
import { createTestClient, http, publicActions } from 'viem'
import { InputError } from '../../sdk/errors/InputError.ts'
import { formatMoment, parseDuration } from '../../sdk/model/duration.ts'
import { Fault, program } from './program.ts'

const CHAIN = 31337

await program('local:later', async () => {
  const [text, ...more] = process.argv.slice(2)
  if (text === undefined || more.length > 0) throw new Fault('say how much later, for instance "31 d"')
  const rpc = process.env['LODESTONE_RPC'] ?? 'http://127.0.0.1:8545'
  const client = createTestClient({ mode: 'hardhat', transport: http(rpc, { retryCount: 0 }) }).extend(publicActions)
  const chain = await client.getChainId().catch(() => {
    throw new Fault(`no chain answers at ${rpc}; start one with npm run local`)
  })
  if (chain !== CHAIN)
    throw new Fault(`${rpc} is chain ${chain}, not a local one (${CHAIN}): only its own time passes there`)
  await client.increaseTime({ seconds: Number(secondsOf(text)) })
  await client.mine({ blocks: 1 })
  console.log(`It is ${formatMoment((await client.getBlock()).timestamp)} on the local chain.`)
})

function secondsOf(text: string): bigint {
  try {
    return parseDuration(text)
  } catch (error) {
    if (error instanceof InputError) throw new Fault(error.message)
    throw error
  }
}
