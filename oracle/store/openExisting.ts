import { access } from 'node:fs/promises'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { Config } from '../config/config.ts'
import { openStore, type Store } from './openStore.ts'
import { whereStore } from './whereStore.ts'

/**
 * Opens the store of a configuration that the service has made, also while it runs.
 * @throws {InputError} where there is none: with the wrong configuration nobody must look into an empty store.
 */
export async function openExisting(config: Pick<Config, 'database' | 'data'>): Promise<Store> {
  const where = whereStore(config)
  if (config.database === undefined) {
    try {
      await access(where)
    } catch {
      const message = 'there is no store; start the service first, or name its configuration'
      throw new InputError('configuration', [{ path: 'data', value: where, message }])
    }
  }
  return openStore(where)
}
