import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { expect } from 'chai'
import { reasonNotToSign, resumeSigning } from '../../../oracle/observe/stop.ts'
import { SecondDigest, signOnce, SigningStopped } from '../../../oracle/sign/signOnce.ts'
import { backupStore, restoreBackup } from '../../../oracle/store/backup.ts'
import { takeLease } from '../../../oracle/store/lease.ts'
import { LaterStore, openStore, type Store } from '../../../oracle/store/openStore.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { digestOf, measured, rejection, signing } from '../sign/support.ts'
import { DATABASES, sqliteDatabase } from './stores.ts'

describe('oracle: backups of the store', function () {
  this.timeout(60_000)
  let database: Awaited<ReturnType<typeof sqliteDatabase>>
  let store: Store
  const opened: Store[] = []

  beforeEach(async () => {
    database = await sqliteDatabase()
    store = await database.connect()
  })
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.destroy()
    await database.stop()
  })
  const at = (name: string) => join(dirname(database.path), name)
  const opening = async (path: string) => {
    const one = await openStore(path)
    opened.push(one)
    return one
  }
  const holding = async (one: Store) => {
    const operator = signing(one)
    await one.deleteFrom('leases').execute()
    expect(await takeLease(operator), 'it holds the lease').to.equal(true)
    return operator
  }

  it('are one file, made while the store is used, that its owner alone can read', async () => {
    const operator = await holding(store)
    for (let i = 0; i < 20; i++) await signOnce(operator, measured(i))
    // A transaction of another process is open meanwhile.
    const other = await database.connect()
    await other.transaction().execute(async (transaction) => {
      await transaction.insertInto('meta').values({ name: 'open', value: '' }).execute()
      await backupStore(store, at('backup'))
    })
    expect((await stat(at('backup'))).mode & 0o777, 'mode').to.equal(0o600)
    const files = (await readdir(dirname(database.path))).filter((name) => !name.startsWith(basename(database.path)))
    expect(files, 'files').to.deep.equal(['backup'])
    const copy = await opening(at('backup'))
    const duties = (one: Store) => one.selectFrom('duties').selectAll().orderBy('claim').execute()
    expect(await duties(copy), 'duties').to.deep.equal(await duties(store))
    expect(await copy.selectFrom('meta').selectAll().execute(), 'what was not committed').to.deep.equal([])
  })

  it('sign nothing once restored, until a person resumes', async () => {
    const operator = await holding(store)
    await signOnce(operator, measured(0))
    await backupStore(store, at('backup'))
    const newer = measured(1)
    await signOnce(operator, newer)
    await restoreBackup(at('backup'), at('restored'))
    expect((await stat(at('restored'))).mode & 0o777, 'mode').to.equal(0o600)
    const restored = await holding(await opening(at('restored')))
    const other = { ...newer, measurement: 31n }
    expect(await rejection(signOnce(restored, other)), 'a duty that the backup lacks').to.be.instanceOf(SigningStopped)
    expect(await rejection(signOnce(restored, measured(0))), 'any').to.be.instanceOf(SigningStopped)
    expect(restored.asked, 'asked').to.deep.equal([])
    await resumeSigning(restored.store)
    expect((await signOnce(restored, measured(2))).digest, 'signs again').to.equal(digestOf(measured(2)))
    const second = { ...measured(0), measurement: 31n }
    expect(await rejection(signOnce(restored, second)), 'what the backup has').to.be.instanceOf(SecondDigest)
    // The backup itself is as it was.
    expect(await reasonNotToSign(await opening(at('backup')))).to.equal(undefined)
  })

  it('never overwrite, neither when made nor when restored', async () => {
    await writeFile(at('there'), 'precious')
    const attempts: [string, () => Promise<void>][] = [
      ['made', () => backupStore(store, at('there'))],
      ['restored over a store', () => restoreBackup(at('backup'), database.path)],
      ['restored over a file', () => restoreBackup(at('backup'), at('there'))],
    ]
    await backupStore(store, at('backup'))
    for (const [what, attempt] of attempts) expect(await rejection(attempt()), what).to.be.instanceOf(InputError)
    await writeFile(at('free-wal'), 'of another store')
    expect(await rejection(restoreBackup(at('backup'), at('free'))), 'beside it').to.be.instanceOf(InputError)
    expect(await readFile(at('there'), 'utf8')).to.equal('precious')
  })

  it('are refused where they are damaged, no store, or of a later version', async () => {
    const operator = await holding(store)
    for (let i = 0; i < 20; i++) await signOnce(operator, measured(i))
    await backupStore(store, at('backup'))
    const whole = await readFile(at('backup'))
    const broken = Buffer.from(whole)
    broken.fill(0xff, 8192, 40_960)
    const bad: [string, Buffer][] = [
      ['empty', Buffer.alloc(0)],
      ['half', whole.subarray(0, whole.length / 2)],
      ['pages overwritten', broken],
      ['text', Buffer.from('no database, but rather long so that it could be one'.repeat(100))],
    ]
    for (const [what, content] of bad) {
      await writeFile(at(what), content)
      expect(await rejection(restoreBackup(at(what), at('restored'))), what).to.be.instanceOf(InputError)
    }
    expect(await rejection(restoreBackup(at('nowhere'), at('restored'))), 'missing').to.be.instanceOf(InputError)
    const later = await opening(at('backup'))
    await (later as Store & { insertInto(table: string): ReturnType<Store['insertInto']> })
      .insertInto('kysely_migration')
      .values({ name: '9999-later', timestamp: '' } as never)
      .execute()
    await later.destroy()
    opened.splice(opened.indexOf(later), 1)
    expect(await rejection(restoreBackup(at('backup'), at('restored'))), 'later').to.be.instanceOf(LaterStore)
    expect((await readdir(dirname(database.path))).includes('restored'), 'nothing got the name').to.equal(false)
  })

  it('take up where one ended half way', async () => {
    await writeFile(at('backup.part'), 'half')
    await backupStore(store, at('backup'))
    await writeFile(at('restored.part'), 'half')
    await restoreBackup(at('backup'), at('restored'))
    expect(await reasonNotToSign(await opening(at('restored')))).to.be.a('string')
  })

  it('of PostgreSQL are left to its own tools', async () => {
    const postgres = await DATABASES.find(({ name }) => name === 'PostgreSQL')!.open()
    expect(await rejection(backupStore(await postgres.connect(), at('backup')))).to.be.instanceOf(InputError)
    await postgres.stop()
  })
})
