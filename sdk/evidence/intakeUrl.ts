import type { Address, Hex } from 'viem'

/** Hosts that are this machine: only there may an address be plain http. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Where a member takes in the encrypted evidence of a claim, by PUT.
 * @param endpoint as published in OperatorDirectory.
 * @returns undefined where the endpoint is no https URL (http on this machine): the member takes nothing in and fetches by URI.
 */
export function intakeUrl(endpoint: string, chainId: number, escrow: Address, claim: Hex): URL | undefined {
  const url = URL.parse(endpoint)
  if (url === null || !isSafeUrl(url) || url.search !== '' || url.hash !== '') return undefined
  return new URL(`${url.href.replace(/\/+$/, '')}/evidence/${chainId}/${escrow.toLowerCase()}/${claim}`)
}

/** Whether what is sent to a URL cannot be read or changed on its way: https, or http on this machine; no password in it. */
export function isSafeUrl(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
}
