import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as chains from 'viem/chains'
import type { Site } from '../../../indexer/serve/site.ts'
import { InputError, type Fault } from '../../../sdk/errors/InputError.ts'
import type { Deployment } from '../../../sdk/model/deployment.ts'
import { parsePageConfig } from '../../../sdk/model/pageConfig.ts'
import type { PageOptions } from './settings.ts'

/** Decimals of what gas is paid in: wei are the EVM's own. */
const WEI = 18

/**
 * The page that options of `index run` ask for. Visitors are given the endpoint that `--page-rpc` says: never the index's own, which may
 * hold an API key.
 * @throws {InputError} when the folder has no page, or `config.json` would have faults.
 */
export function siteOf(options: PageOptions & { page: string }, deployment: Deployment): Site {
  const folder = resolve(options.page)
  const known = knownChain(deployment.chainId)
  const chain = options.chain ?? known?.name
  const symbol = options.currency ?? known?.symbol
  const faults: Fault[] = []
  const fault = (path: string, value: string, message: string) => faults.push({ path, value, message })
  if (!existsSync(join(folder, 'index.html')))
    fault('--page', options.page, 'has no index.html: name the folder of the built page')
  const unknown = `chain ${deployment.chainId} is not known by name: write what visitors call`
  if (chain === undefined) fault('--page-chain', '', `${unknown} it`)
  if (symbol === undefined) fault('--page-currency', '', `${unknown} what gas is paid in there`)
  if (faults.length > 0) throw new InputError('command line', faults)
  const { rpc, explorer, report } = options
  const config = { chain, currency: { symbol, decimals: WEI }, deployment, rpc, explorer, report }
  // As it will be read: what is undefined is left out.
  return { folder, config: parsePageConfig(JSON.parse(JSON.stringify(config))) }
}

/** What viem calls a chain, where it has just one name for this id. */
function knownChain(id: number): { name: string; symbol: string } | undefined {
  const found = Object.values(chains).flatMap((one) => ('id' in one && one.id === id ? [one] : []))
  const [first] = found
  if (first === undefined || found.some(({ name }) => name !== first.name)) return undefined
  return { name: first.name, symbol: first.nativeCurrency.symbol }
}
