import { lookup } from 'node:dns/promises'
import { BlockList, isIPv6 } from 'node:net'
import { LOCAL_CHAIN } from './exchangeUrl.ts'
import { PeerFault, type Fetch } from './pull.ts'

const PRIVATE = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 8],
  ['64:ff9b::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6')

/**
 * Gets URLs of machines that everybody can reach: a name that leads to a private address is refused, but on the local chain. The name is
 * looked up once more by the connection itself, so whoever controls the name can still lead it elsewhere in between.
 */
export function publicFetch(chainId: number): Fetch {
  return async (url, { signal }) => {
    if (chainId !== LOCAL_CHAIN) {
      const addresses = await lookup(url.hostname.replace(/^\[|\]$/g, ''), { all: true })
      if (addresses.some(({ address }) => PRIVATE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))) {
        throw new PeerFault('has an endpoint at a private address')
      }
    }
    return fetch(url, { signal, redirect: 'error' })
  }
}
