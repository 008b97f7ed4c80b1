import { createPublicClient, custom } from 'viem'
import { audit, type AuditOptions } from '../../audit/audit.ts'
import type { AuditResult } from '../../audit/result.ts'
import { compiledCode } from '../support/audit/compiledCode.ts'
import type { Chain } from './chain.ts'
import type { Deployed } from './deploy.ts'

/**
 * The auditor, as `lodestone audit --block-hash ... --history` runs it, over all escrows: nobody's word counts but the hash of the last block.
 * @param change for tests: other options than those of the run.
 */
export async function auditAll(
  { client }: Chain,
  { origin, directory }: Deployed,
  change: Partial<AuditOptions> = {},
): Promise<AuditResult> {
  const { hash } = await client.getBlock()
  const expected = await compiledCode()
  return audit({
    client: createPublicClient({ transport: custom(client), cacheTime: 0 }),
    origin,
    directory,
    pin: { hash },
    history: true,
    ...(expected === undefined ? {} : { expected }),
    ...change,
  })
}
