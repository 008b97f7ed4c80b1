/** The whole auditor over all that an endpoint tells of a factory, as `lodestone audit --block-hash ... --history` runs it. */
import type { Hex, PublicClient } from 'viem'
import { audit } from '../../../audit/audit.ts'
import type { Finding } from '../../../audit/finding.ts'
import type { Contracts } from './stage.ts'

export async function auditedBy(
  client: PublicClient,
  { factory, implementation, block }: Contracts,
  hash: Hex,
): Promise<readonly Finding[]> {
  const origin = { factory, implementation }
  const { findings } = await audit({ client, origin, fromBlock: block + 1n, pin: { hash }, history: true })
  return findings.filter(({ rule }) => rule !== 'risk')
}
