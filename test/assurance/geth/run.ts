/**
 * `npm run verify:geth`: the main job on `geth --dev`, whose EVM, in Go, is another than EDR's. All its checks must hold there; EDR must
 * make the same of the same transactions; and with a wrong figure the main job must fail.
 */
import { join } from 'node:path'
import process from 'node:process'
import { createPublicClient, http } from 'viem'
import { runNode } from '../../../scripts/check/step.ts'
import { FACTS, type Facts } from '../../../scripts/main-job/facts.ts'
import { count } from '../../../scripts/main-job/print.ts'
import { run } from '../../../scripts/main-job/run.ts'
import type { Checks } from '../../../scripts/main-job/section.ts'
import { Fault, program } from '../../../scripts/tools/program.ts'
import { VERSION, builtGeth } from './build.ts'
import { gethChain } from './chain.ts'
import { FAUCET } from './genesis.ts'
import { startGeth, type GethNode } from './node.ts'
import { difference, replay, taleOf, type Tale } from './replay.ts'

/** The main job sends more than these; with fewer the comparison has missed some. */
const LEAST_TRANSACTIONS = 150
/** The calculation believes that Ada pledged one unit more to outcome F. */
const { F } = FACTS
const WRONG: Facts = { ...FACTS, F: { ...F, pledges: { ...F.pledges, Ada: (F.pledges.Ada ?? 0n) + 1n } } }

// A signal then ends this process by way of its exit handlers, and they end geth.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
process.chdir(join(import.meta.dirname, '../../..'))
await program('verify:geth', main)

async function main(): Promise<void> {
  const { code, output } = await runNode(['node_modules/hardhat/dist/src/cli.js', 'build', '--quiet'])
  if (code !== 0) throw new Fault(`the contracts do not build:\n${output.trim()}`)
  const binary = await builtGeth()

  const { checks, tale } = await onGeth(binary, async (geth) => ({
    checks: await mainJob(geth, FACTS),
    tale: await compared(geth),
  }))
  console.log('\nThe same on another geth, but one figure of the calculation is wrong: this must FAIL.\n')
  const planted = await onGeth(binary, (geth) => mainJob(geth, WRONG))
  if (planted.failed === 0) throw new Fault('the main job finds nothing wrong with a wrong figure')

  const all = checks.held + checks.failed
  const verdict = checks.exitCode === 0 ? `all ${all} checks` : `only ${checks.held} of ${all} checks`
  console.log(
    `geth: ${verdict} of the main job hold on geth ${VERSION} (${tale.transactions} transactions, ${count(tale.gas)} gas, ` +
      `status, gas and logs of each and the state of ${tale.accounts} accounts equal to EDR's; a wrong figure is found)`,
  )
  process.exitCode = checks.exitCode
}

/** What `use` makes of a geth of its own, which has ended when this returns. */
async function onGeth<T>(binary: string, use: (geth: GethNode) => Promise<T>): Promise<T> {
  const geth = await startGeth(binary, VERSION)
  try {
    return await use(geth)
  } finally {
    await geth.stop()
  }
}

function mainJob({ url }: GethNode, facts: Facts): Promise<Checks> {
  return run(facts, () => Promise.resolve(gethChain(url, `A chain of geth ${VERSION}`)))
}

/** What became of the chain of `geth`. Throws `Fault` unless EDR makes the same of its transactions. */
async function compared({ url }: GethNode): Promise<Tale> {
  const client = createPublicClient({ transport: http(url), cacheTime: 0 })
  const balance = await client.getBalance({ address: FAUCET.address, blockNumber: 0n })
  const tale = await taleOf(client)
  const found = difference(tale, await replay(client, new Map([[FAUCET.address, balance]])))
  if (found !== undefined) throw new Fault(`geth and EDR differ:\n${found}`)
  if (tale.transactions < LEAST_TRANSACTIONS) throw new Fault(`only ${tale.transactions} transactions were compared`)
  return tale
}
