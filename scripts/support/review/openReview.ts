import { parseConfig, type Config } from '../../../oracle/config/config.ts'
import type { Operator } from '../../../oracle/operator.ts'
import { openExisting } from '../../../oracle/store/openExisting.ts'
import type { Opened } from '../../../oracle/verifiers/withEvidence.ts'
import { deploymentOf } from '../../../oracle/config/deploymentOf.ts'
import { readJson } from '../../../oracle/files/readJson.ts'

/** What reviewing needs of an operator: no chain, and no key but for evidence. */
export type Desk = Pick<Operator, 'config' | 'deployment' | 'store' | 'mark'>

/** Opens evidence for as long as `use` runs: see `oracle/evidence/withEvidence.ts`. */
export type OpenEvidence = <T>(
  desk: Desk,
  place: { escrow: `0x${string}`; claim: `0x${string}` },
  use: (opened: Opened) => Promise<T>,
) => Promise<T>

/**
 * Works on the store of a configuration, beside the running service.
 * @throws {InputError} when the configuration cannot be used; what `work` throws.
 */
export async function withDesk<T>(configFile: string, work: (desk: Desk) => Promise<T>): Promise<T> {
  const config: Config = parseConfig(await readJson(configFile, 'configuration'), configFile)
  const deployment = await deploymentOf(config)
  const store = await openExisting(config)
  try {
    return await work({ config, deployment, store, mark: () => undefined })
  } finally {
    await store.destroy()
  }
}
