import { cidInName } from '../../../sdk/evidence/cid.ts'
import { isSafeUrl } from '../../../sdk/evidence/intakeUrl.ts'

/** Where a bundle can be had. */
export type Whereabouts =
  /** A browser can ask this server, whose name is shown before. */
  | { kind: 'web'; url: URL; host: string }
  /** Through a gateway that the visitor names. */
  | { kind: 'ipfs'; path: string }
  /** Handed in to members alone: nobody else has it. */
  | { kind: 'handedIn'; name: string }
  /** Something that a browser cannot get. */
  | { kind: 'unknown' }

/** What the address that a solver has published says of where its bundle is. A stranger wrote it. */
export function whereIs(uri: string): Whereabouts {
  const url = URL.parse(uri)
  if (url === null) return { kind: 'unknown' }
  if (url.protocol === 'ipfs:') {
    const path = uri.slice('ipfs://'.length).replace(/^\/+/, '')
    return /^[A-Za-z0-9]+(\/[^?#]*)?$/.test(path) ? { kind: 'ipfs', path } : { kind: 'unknown' }
  }
  if (url.protocol === 'file:') {
    const name = url.pathname.replace(/^\/+/, '')
    return cidInName(name) === undefined ? { kind: 'unknown' } : { kind: 'handedIn', name }
  }
  return isSafeUrl(url) ? { kind: 'web', url, host: url.host } : { kind: 'unknown' }
}

/** The URL of content at a gateway. @returns undefined where the gateway is no https address (http on this machine). */
export function gatewayUrl(gateway: string, path: string): URL | undefined {
  const url = URL.parse(gateway.trim())
  if (url === null || !isSafeUrl(url)) return undefined
  return new URL(`${url.href.replace(/\/+$/, '')}/ipfs/${path}`)
}
