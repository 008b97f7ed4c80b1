/** Which addresses are on the public internet: nothing that a stranger's URI names may lead into the operator's own network. */
import { BlockList, isIP } from 'node:net'

/** IPv4 that is not public (IANA's special-purpose registry, multicast and what is reserved). */
const NOT_PUBLIC_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/** Of IPv6 only this is public, */
const PUBLIC_6 = ['2000::', 3] as const
/** without protocols' own ranges (Teredo among them), documentation, and 6to4, which leads to any IPv4. */
const NOT_PUBLIC_6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const

const refused4 = new BlockList()
for (const [net, prefix] of NOT_PUBLIC_4) refused4.addSubnet(net, prefix, 'ipv4')
const allowed6 = new BlockList()
allowed6.addSubnet(...PUBLIC_6, 'ipv6')
const refused6 = new BlockList()
for (const [net, prefix] of NOT_PUBLIC_6) refused6.addSubnet(net, prefix, 'ipv6')
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether an IP address is on the public internet; false for any other text. */
export function isPublic(address: string): boolean {
  switch (familyOf(address)) {
    case 4:
      return !refused4.check(address, 'ipv4')
    case 6:
      return allowed6.check(address, 'ipv6') && !refused6.check(address, 'ipv6')
    default:
      return false
  }
}

/** Whether an IP address is this machine's own: 127.0.0.0/8 or ::1. */
export function isLoopback(address: string): boolean {
  const family = familyOf(address)
  // An IPv4 address in the form of IPv6 is neither: the list would look into it.
  if (family === 6) return address === '::1'
  return family === 4 && loopback.check(address, 'ipv4')
}

/** 4, 6, or 0 for what is no address, or one of a network zone (`fe80::1%eth0`). */
function familyOf(address: string): number {
  return address.includes('%') ? 0 : isIP(address)
}
