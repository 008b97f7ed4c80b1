/** The databases that an index may be in, for suites that hold for both. */
import { migrated, openIndex, type Index } from '../../../indexer/store/openIndex.ts'
import { databasesOf, type Database as DatabaseOf } from '../../support/databases.ts'

export type Database = DatabaseOf<Index>
export const { sqliteDatabase, postgresDatabase, all: DATABASES } = databasesOf({ open: openIndex, migrated })
