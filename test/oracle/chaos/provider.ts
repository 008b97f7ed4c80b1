/** What an operator sees of the chain: by one provider that drops, delays and repeats, or by three of which one lies. */
import {
  BaseError,
  createPublicClient,
  custom,
  HttpRequestError,
  numberToHex,
  type EIP1193RequestFn,
  type PublicClient,
} from 'viem'
import { openChain } from '../../../oracle/chain/openChain.ts'
import type { Chain, Operator } from '../../../oracle/operator.ts'
import { explained } from '../../../sdk/actions/explained.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { Bytes, DROP, fakeHash, type Behave, type FakeEndpoint } from '../chain/endpoints.ts'
import type { Blocks } from './blocks.ts'

export type Fault = 'dropped' | 'answer lost' | 'repeated' | 'delayed' | 'behind'

/** @param fault asked at every request. */
export function oneProvider(blocks: Blocks, confirmations: number, fault: () => Fault | undefined): Chain {
  const ask = blocks.client.request as (call: { method: string; params?: unknown }) => Promise<unknown>
  const failed = () => new HttpRequestError({ url: 'http://provider', details: 'no answer' })
  const request = async (call: { method: string; params?: unknown }): Promise<unknown> => {
    const what = fault()
    if (what === 'dropped') throw failed()
    if (what === 'repeated') await ask(call).catch(() => undefined)
    if (what === 'delayed') await blocks.mine()
    const isHead = call.method === 'eth_getBlockByNumber' && (call.params as unknown[])[0] === 'latest'
    if (what === 'behind' && isHead) return ask({ ...call, params: [numberToHex(Math.max(blocks.head - 2, 0)), false] })
    const answer = await ask(call)
    if (what === 'answer lost') throw failed()
    return answer
  }
  const client: PublicClient = createPublicClient({
    transport: custom({ request: request as EIP1193RequestFn }, { retryCount: 0 }),
    cacheTime: 0,
  })
  return {
    client,
    confirmed: () =>
      explained(async () => {
        const latest = await client.getBlock()
        const back = BigInt(confirmations)
        const number = latest.number > back ? latest.number - back : 0n
        const { hash, timestamp } = back === 0n ? latest : await client.getBlock({ blockNumber: number })
        return { number, hash, timestamp }
      }),
    read: async (run) => {
      try {
        return await run(client, client)
      } catch (error) {
        if (error instanceof BaseError) throw new ConnectionError('The provider does not answer.', error)
        throw error
      }
    },
  }
}

export type Lie = 'false head' | 'missing logs' | 'garbage' | 'cut off' | 'dropped'

/** How an endpoint answers that lies. @param lie asked at every request. */
export function lying(lie: () => Lie | undefined): Behave {
  return async (call, honest) => {
    const what = lie()
    if (what === 'dropped') return DROP
    if (what === 'garbage') return new Bytes('<html>busy</html>', 502)
    if (what === 'cut off') return new Bytes('{"jsonrpc":"2.0","id":1,"res')
    const answer = await honest()
    if (what === 'missing logs' && call.method === 'eth_getLogs') return (answer as unknown[]).slice(1)
    if (what === 'false head' && call.method === 'eth_getBlockByNumber' && call.params[0] === 'latest')
      return {
        ...(answer as object),
        hash: fakeHash,
        number: numberToHex(Number((answer as { number: string }).number) + 50),
      }
    return answer
  }
}

/** The chain by three endpoints, as the service opens it. */
export function threeProviders(
  endpoints: readonly FakeEndpoint[],
  confirmations: number,
  { deployment, metrics, log, clock }: Pick<Operator, 'deployment' | 'metrics' | 'log' | 'clock'>,
): Promise<Chain> {
  const rpc = endpoints.map(({ url }) => url)
  return openChain({ rpc, deployment: '', confirmations }, deployment, metrics, log, clock, 2_000)
}
