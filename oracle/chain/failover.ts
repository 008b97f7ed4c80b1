import { BaseError, createPublicClient, custom, type EIP1193RequestFn, type PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { reasonOf, type Endpoint, type Request } from './endpoint.ts'

/**
 * A client that asks the endpoints in their order, those that failed lately after the others, until one answers. A revert is an answer.
 * Where none answers, what the first endpoint said counts for more than that another could not be reached.
 */
export function failoverClient(endpoints: readonly Endpoint[]): PublicClient {
  const request = async (call: Request): Promise<unknown> => {
    let refusal: Error | undefined
    let failure: Error | undefined
    for (const { client, endpoint } of inOrder(endpoints)) {
      try {
        return await (client.request as (call: Request) => Promise<unknown>)(call)
      } catch (error) {
        if (!(error instanceof Error) || isRevert(error)) throw error
        if (!isUnreachable(error)) {
          refusal ??= error
          continue
        }
        failure ??= error
        // A wide range of logs may take too long for a good endpoint.
        if (call.method !== 'eth_getLogs') endpoint.failed(reasonOf(error))
      }
    }
    throw refusal ?? failure ?? new ConnectionError('No RPC endpoint was found to be on the right chain yet.')
  }
  return createPublicClient({
    transport: custom({ request: request as EIP1193RequestFn }, { retryCount: 0 }),
    cacheTime: 0,
  })
}

/** The endpoints of the chain, those that are passed over last. */
function inOrder(endpoints: readonly Endpoint[]): { client: PublicClient; endpoint: Endpoint }[] {
  const able = endpoints.filter(({ isOfChain }) => isOfChain)
  const order = [...able.filter((one) => !one.isResting), ...able.filter((one) => one.isResting)]
  return order.map((endpoint) => ({ client: endpoint.client, endpoint }))
}

/** A call that reverts does so at every endpoint. Nodes have their own codes and words for it; all say "revert". */
function isRevert(error: unknown): boolean {
  if (!(error instanceof BaseError) || isUnreachable(error)) return false
  return error.walk((cause) => cause instanceof BaseError && /revert/i.test(cause.details)) !== null
}

/** No answer, or none that can be one: not an error that a node gave. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false
  const names = ['HttpRequestError', 'TimeoutError', 'ResponseBodyTooLargeError']
  return error.walk((cause) => cause instanceof Error && names.includes(cause.name)) !== null
}
