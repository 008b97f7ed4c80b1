/** The databases that a store may be in, for suites that hold for both. */
import { migrated, openStore, type Store } from '../../../oracle/store/openStore.ts'
import { databasesOf, type Database as DatabaseOf } from '../../support/databases.ts'

export type Database = DatabaseOf<Store>
export const { sqliteDatabase, postgresDatabase, all: DATABASES } = databasesOf({ open: openStore, migrated })
