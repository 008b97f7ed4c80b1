import { BaseError, type PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'
import type { Config } from '../config/config.ts'
import type { Clock } from '../operate/clock.ts'
import type { Logger } from '../operate/logger.ts'
import type { Metrics } from '../operate/metrics.ts'
import type { Chain } from '../operator.ts'
import { agree } from './agree.ts'
import { Endpoint, reasonOf } from './endpoint.ts'
import { failoverClient } from './failover.ts'

/** How long an endpoint may take to answer, in milliseconds. */
const TIMEOUT = 10_000

/**
 * The chain by the configured endpoints. Where there are two or more, two must agree on what decides: one that drops, delays, lies,
 * truncates or answers garbage is passed over and tried again later.
 * @throws {InputError} when an endpoint is of another chain.
 * @throws {ConnectionError} when none answers.
 */
export async function openChain(
  config: Config['chain'],
  { chainId }: Pick<Deployment, 'chainId'>,
  metrics: Metrics,
  log: Logger,
  clock: Clock,
  timeout = TIMEOUT,
): Promise<Chain> {
  const endpoints = config.rpc.map((url, index) => new Endpoint(url, index, timeout, clock, log, metrics))
  const faults: Fault[] = []
  await Promise.all(
    endpoints.map(async (endpoint, i) => {
      const actual = await askChainId(endpoint)
      endpoint.isOfChain = actual === chainId
      if (actual === undefined || endpoint.isOfChain) return
      const message = `is of chain ${actual}, the deployment record of chain ${chainId}; change one of them`
      faults.push({ path: `chain.rpc.${i}`, value: endpoint.name, message })
    }),
  )
  if (faults.length > 0) throw new InputError('configuration', faults)
  if (!endpoints.some(({ isOfChain }) => isOfChain)) throw new ConnectionError('No RPC endpoint answers.')

  const needed = Math.min(endpoints.length, 2)
  let readers: Endpoint[] = []
  const confirmed: Chain['confirmed'] = async () => {
    const able = await ofChain(endpoints, chainId, log)
    const rested = able.filter(({ isResting }) => !isResting)
    const { header, agreed } = await agree(rested, config.confirmations, needed).catch((error: unknown) => {
      if (rested.length === able.length) throw error
      return agree(able, config.confirmations, needed)
    })
    readers = agreed
    return header
  }
  return {
    client: failoverClient(endpoints),
    confirmed,
    read: async (run) => {
      if (readers.length === 0) await confirmed()
      return readByTwo(readers, run)
    },
  }
}

/** Reads by two of the endpoints (by the one twice); where that fails, by two others. Who was replaced is noted as failed. */
async function readByTwo<T>(
  endpoints: readonly Endpoint[],
  run: (client: PublicClient, witness: PublicClient) => Promise<T>,
): Promise<T> {
  const tried = new Set<Endpoint>()
  let failure: unknown
  for (const [first, second] of pairsOf(endpoints)) {
    try {
      const result = await run(first.client, second.client)
      for (const one of tried) if (one !== first && one !== second) one.failed('does not give what two others give')
      return result
    } catch (error) {
      if (!(error instanceof ConnectionError || error instanceof BaseError)) throw error
      tried.add(first).add(second)
      failure ??= error
    }
  }
  throw failure instanceof ConnectionError
    ? failure
    : new ConnectionError('The RPC endpoints do not give what was asked for.', failure)
}

function pairsOf(endpoints: readonly Endpoint[]): [Endpoint, Endpoint][] {
  const [only, ...others] = endpoints
  if (only !== undefined && others.length === 0) return [[only, only]]
  return endpoints.flatMap((first, i) => endpoints.slice(i + 1).map((second): [Endpoint, Endpoint] => [first, second]))
}

/** Those that are of the chain; who did not answer at first is asked again. */
async function ofChain(endpoints: readonly Endpoint[], chainId: number, log: Logger): Promise<Endpoint[]> {
  await Promise.all(
    endpoints
      .filter(({ isOfChain, isResting }) => !isOfChain && !isResting)
      .map(async (endpoint) => {
        const actual = await askChainId(endpoint)
        endpoint.isOfChain = actual === chainId
        if (actual === undefined || endpoint.isOfChain) return
        log.error({ endpoint: endpoint.name, chainId: actual }, 'endpoint is of another chain: change chain.rpc')
        endpoint.failed('is of another chain')
      }),
  )
  return endpoints.filter(({ isOfChain }) => isOfChain)
}

async function askChainId(endpoint: Endpoint): Promise<number | undefined> {
  try {
    return await endpoint.client.getChainId()
  } catch (error) {
    endpoint.failed(reasonOf(error))
    return undefined
  }
}
