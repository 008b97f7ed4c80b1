import type { Deployment } from '../../sdk/model/deployment.ts'
import type { Config } from '../config/config.ts'
import { isLocalChain } from '../chain/localChains.ts'
import { asNamed, cidOfUri, wrongUri } from './content.ts'
import { download } from './http.ts'
import { publicGet, type Resolve } from './publicGet.ts'

/** What one fetch may take. */
export interface FetchLimits {
  /** Milliseconds in all. */
  within: number
  /** Milliseconds without a byte. */
  stalled: number
  resolve?: Resolve
}

/** What of an operator decides where it fetches, and how much. */
export interface FetchSettings {
  config: { evidence: Pick<Config['evidence'], 'mostMegabytes' | 'ipfsGateway'> }
  deployment: Pick<Deployment, 'chainId'>
}

/** Whether a URI is of a kind that is fetched: `https:` (`http:` from this machine, on a local chain) or `ipfs:`. */
export function isFetched(uri: string): boolean {
  return ['https:', 'http:', 'ipfs:'].includes(URL.parse(uri)?.protocol ?? '')
}

/**
 * The encrypted bundle behind a URI that a solver wrote. Reading it throws {InputError} where it is larger than configured or its digest
 * is not the one in its name, {ConnectionError} where it stalls, breaks off, takes too long or is ended by `signal`.
 * @throws {InputError} where the URI cannot be fetched or leads elsewhere than to the public internet; {ConnectionError} for no answer.
 */
export async function fetchBundle(
  { config, deployment }: FetchSettings,
  text: string,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const uri = URL.parse(text)
  if (uri === null || !isFetched(text)) throw wrongUri(text, 'is not of a kind that is fetched: https or ipfs')
  const { mostMegabytes, ipfsGateway } = config.evidence
  const local = isLocalChain(deployment.chainId)
  const { stalled, within, resolve } = limits
  const reach = { loopback: local, ...(resolve === undefined ? {} : { resolve }) }
  const gateway = new URL(ipfsGateway)
  const tooLong = AbortSignal.timeout(within)
  const how = { stalled, signal: AbortSignal.any([signal, tooLong]) }
  const stream =
    uri.protocol === 'ipfs:'
      ? await download(new URL(`${gateway.href.replace(/\/+$/, '')}/ipfs/${cidOfUri(uri)}`), 'The IPFS gateway', {
          ...how,
          get: publicGet({ ...reach, trusted: gateway.origin }),
        })
      : await download(uri, uri.host, { ...how, get: publicGet(reach) })
  return asNamed(uri, stream, mostMegabytes * 1e6, `${mostMegabytes} MB`)
}
