import { publicGet } from '../evidence/publicGet.ts'
import { isLocalChain } from '../chain/localChains.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { PeerFault, type Fetch } from './pull.ts'

/** Statuses of which an answer has no body. */
const EMPTY = new Set([101, 204, 205, 304])

/** Gets URLs of machines on the public internet alone, on local chains of this machine too; see `publicGet`. Redirects are not followed. */
export function publicFetch(chainId: number): Fetch {
  const get = publicGet({ loopback: isLocalChain(chainId) })
  return async (url, { signal }) => {
    const { status, body } = await get(url, signal).catch((error: unknown) => {
      if (error instanceof InputError) throw new PeerFault('has an endpoint at a private address')
      throw error
    })
    if (status < 200 || status > 599) throw new RangeError(`status ${status}`)
    return new Response(EMPTY.has(status) ? null : body, { status })
  }
}
