import { join } from 'node:path'
import type { Config } from '../config/config.ts'

/** Where an operator's store is, for `openStore`: its PostgreSQL, or an SQLite file in its data folder. */
export function whereStore({ database, data }: Pick<Config, 'database' | 'data'>): string {
  return database ?? join(data, 'oracle.sqlite')
}
