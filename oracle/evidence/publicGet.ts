import { lookup } from 'node:dns/promises'
import * as http from 'node:http'
import * as https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { bodyOf } from './bodyOf.ts'
import { wrongUri } from './content.ts'
import type { Answer, Get } from './http.ts'
import { isLoopback, isPublic } from './publicAddress.ts'

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>

const resolveAll: Resolve = (host) => lookup(host, { all: true, order: 'verbatim' })

export interface Reach {
  /** Also this machine, as on local chains. */
  loopback: boolean
  /** Origin of a server that the operator itself has named: it may be anywhere. */
  trusted?: string
  resolve?: Resolve
}

/**
 * Asks servers on the public internet alone. The host is resolved once for each request; one address that is not public refuses it, and
 * the connection goes to an address that was checked. No cookie, no proxy, no connection is shared with another request.
 * @throws {InputError} from the function, when the host is elsewhere.
 */
export function publicGet({ loopback, trusted, resolve = resolveAll }: Reach): Get {
  const isAllowed = (address: string) => isPublic(address) || (loopback && isLoopback(address))
  return async (url, signal) => {
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
    const family = isIP(host)
    const found = family === 0 ? await resolve(host) : [{ address: host, family }]
    const isTrusted = url.origin === trusted
    if (found.length === 0 || !(isTrusted || found.every(({ address }) => isAllowed(address))))
      throw wrongUri(url.href, 'leads to an address that is not on the public internet')
    return request(url, signal, found)
  }
}

/** @param checked the only addresses that may be connected to. */
async function request(url: URL, signal: AbortSignal, checked: { address: string; family: number }[]): Promise<Answer> {
  const only: LookupFunction = (_, options, done) => {
    const [first] = checked
    if (options.all === true) done(null, checked)
    else if (first !== undefined) done(null, first.address, first.family)
  }
  const client = url.protocol === 'https:' ? https : http
  return new Promise<Answer>((resolve, reject) => {
    const asked = client.request(url, { agent: false, lookup: only, signal }, (response) => {
      const { statusCode: status = 0, headers } = response
      resolve({ status, location: headers.location ?? null, body: bodyOf(response, () => response.destroy()) })
    })
    asked.on('error', reject)
    asked.end()
  })
}
