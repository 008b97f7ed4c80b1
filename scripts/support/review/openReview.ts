import { access } from 'node:fs/promises'
import { parseConfig, type Config } from '../../../oracle/config/config.ts'
import type { Operator } from '../../../oracle/operator.ts'
import { openStore } from '../../../oracle/store/openStore.ts'
import { whereStore } from '../../../oracle/store/whereStore.ts'
import type { Opened } from '../../../oracle/verifiers/withEvidence.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { parseDeployment } from '../../../sdk/model/deployment.ts'
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
  const deployment = parseDeployment(await readJson(config.chain.deployment, 'deployment record'))
  const where = whereStore(config)
  if (config.database === undefined) await requireFile(where)
  const store = await openStore(where)
  try {
    return await work({ config, deployment, store, mark: () => undefined })
  } finally {
    await store.destroy()
  }
}

/** A reviewer with the wrong configuration must not get an empty queue. */
async function requireFile(path: string): Promise<void> {
  try {
    await access(path)
  } catch {
    const message = 'there is no store; start the service first, or name its configuration'
    throw new InputError('configuration', [{ path: 'data', value: path, message }])
  }
}
