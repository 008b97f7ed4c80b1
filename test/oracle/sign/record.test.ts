import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { getAddress, keccak256, stringToHex } from 'viem'
import { adopt } from '../../../oracle/sign/adopt.ts'
import { exportRecord, importRecord } from '../../../oracle/sign/record.ts'
import { SecondDigest, signOnce, SigningStopped } from '../../../oracle/sign/signOnce.ts'
import { LEASE, LeaseLost, MARGIN, takeLease } from '../../../oracle/store/lease.ts'
import type { Store } from '../../../oracle/store/openStore.ts'
import { canonicalJson } from '../../../sdk/model/canonicalJson.ts'
import { DATABASES, type Database } from '../store/stores.ts'
import { accountOf, digestOf, faultPaths, measured, rejection, signing, type TestSigning } from './support.ts'

interface Recorded {
  version: number
  chainId: number
  member: string
  duties: Record<string, string | number | null>[]
  digest: string
}

for (const { name, open } of DATABASES) {
  describe(`oracle: moving the sign-once record, in ${name}`, function () {
    this.timeout(60_000)
    let databases: Database[]
    let folder: string
    let here: TestSigning
    let there: TestSigning

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lodestone-record-'))
      databases = [await open(), await open()]
    })
    let n = 0
    beforeEach(async () => {
      n++
      const stores = await Promise.all(databases.map((database) => database.connect()))
      for (const store of stores) {
        for (const table of ['duties', 'meta', 'leases', 'claims'] as const) await store.deleteFrom(table).execute()
      }
      here = signing(stores[0]!)
      there = signing(stores[1]!)
      await takeLease(here)
      for (let i = 0; i < 5; i++) await signOnce(here, measured(i))
      // One was committed to, but the process ended before it was signed.
      here.mark = () => {
        throw new Error('the process ended')
      }
      await rejection(signOnce(here, measured(5)))
      here.mark = () => undefined
    })
    after(async () => {
      for (const database of databases) await database.stop()
      await rm(folder, { recursive: true })
    })

    const file = (suffix = '') => join(folder, `record-${n}${suffix}.json`)
    const read = async (path = file()) => JSON.parse(await readFile(path, 'utf8')) as Recorded
    const dutiesOf = (store: Store) => store.selectFrom('duties').selectAll().orderBy('claim').execute()
    /** With a digest that fits. */
    const sealed = (record: Recorded): Recorded => {
      const content = { ...record, digest: undefined }
      return { ...record, digest: keccak256(stringToHex(canonicalJson(content))) }
    }

    it('takes every duty along, ends signing here, and goes on there', async () => {
      await exportRecord(here, file())
      expect((await stat(file())).mode & 0o777, 'file mode').to.equal(0o600)
      expect(await importRecord(there, await read()), 'new duties').to.equal(6)
      expect(await dutiesOf(there.store), 'duties').to.deep.equal(await dutiesOf(here.store))
      for (let i = 0; i < 7; i++) {
        expect(await rejection(signOnce(here, measured(i))), `here, ${i}`).to.be.instanceOf(SigningStopped)
      }
      expect(await rejection(signOnce(there, { ...measured(5), measurement: 31n }))).to.be.instanceOf(SecondDigest)
      for (let i = 0; i < 7; i++) {
        expect((await signOnce(there, measured(i))).digest, `there, ${i}`).to.equal(digestOf(measured(i)))
      }
      expect(there.asked, 'signed there: what was not yet, and what is new').to.deep.equal(
        [5, 6].map((i) => digestOf(measured(i))),
      )
    })

    it('is not exported, nor imported into, while the service runs', async () => {
      const tool = signing(here.store)
      expect(await rejection(exportRecord(tool, file()))).to.be.instanceOf(LeaseLost)
      await signOnce(here, measured(6))
      tool.clock.at += LEASE + MARGIN
      await exportRecord(tool, file())
      await takeLease(there)
      expect(await rejection(importRecord(signing(there.store), await read()))).to.be.instanceOf(LeaseLost)
      expect(await dutiesOf(there.store), 'nothing').to.deep.equal([])
    })

    it('that was interrupted is exported again as it was', async () => {
      here.mark = () => {
        throw new Error('the process ended')
      }
      await rejection(exportRecord(here, file()))
      expect(await rejection(readFile(file())), 'no file yet').to.be.instanceOf(Error)
      expect(await rejection(signOnce(here, measured(6))), 'ended all the same').to.be.instanceOf(SigningStopped)
      here.mark = () => undefined
      await writeFile(file('-there'), 'precious')
      expect(await faultPaths(exportRecord(here, file('-there'))), 'never overwrites').to.deep.equal(['file'])
      const first = await exportRecord(here, file())
      expect(await exportRecord(here, file('-again')), 'the same').to.equal(first)
      expect(await read(file('-again'))).to.deep.equal(await read())
    })

    it('goes into a store that was ended only when it is taken back', async () => {
      await exportRecord(here, file())
      expect((await faultPaths(importRecord(here, await read()))).length, 'refused').to.equal(1)
      expect(await rejection(signOnce(here, measured(6)))).to.be.instanceOf(SigningStopped)
      expect(await importRecord(here, await read(), true), 'new duties').to.equal(0)
      expect((await signOnce(here, measured(6))).digest).to.equal(digestOf(measured(6)))
    })

    it('is imported twice without harm', async () => {
      await exportRecord(here, file())
      await importRecord(there, await read())
      const before = await dutiesOf(there.store)
      expect(await importRecord(there, await read()), 'new duties').to.equal(0)
      expect(await dutiesOf(there.store)).to.deep.equal(before)
    })

    it('with another digest for a claim is refused whole', async () => {
      await takeLease(there)
      await signOnce(there, { ...measured(3), measurement: 31n })
      await signOnce(there, { ...measured(4), measurement: 31n })
      await exportRecord(here, file())
      const record = await read()
      const conflicting = record.duties.flatMap((duty, i) =>
        [3, 4].some((one) => measured(one).claim === duty['claim']) ? [`duties.${i}.digest`] : [],
      )
      expect(await faultPaths(importRecord(there, record)), 'both are named').to.deep.equal(conflicting)
      expect((await dutiesOf(there.store)).length, 'nothing was added').to.equal(2)
    })

    it('of another member or chain, or damaged, is refused', async () => {
      await exportRecord(here, file())
      const record = await read()
      const change = (i: number, field: string, value: string | number | null): Recorded => ({
        ...record,
        duties: record.duties.map((duty, at) => (at === i ? { ...duty, [field]: value } : duty)),
      })
      const other = `0x${'12'.repeat(32)}`
      const bad: [string, object, string[]][] = [
        ['another member', { ...record, member: accountOf('other').address }, ['digest', 'member']],
        ['another chain', { ...record, chainId: 1 }, ['digest', 'chainId']],
        ['no version', { ...record, version: undefined }, ['version']],
        ['a later version', { ...record, version: 2 }, ['version']],
        ['a field too many', { ...record, more: 1 }, ['more']],
        ['a duty left out', { ...record, duties: record.duties.slice(1) }, ['digest']],
        ['another salt', change(0, 'salt', other), ['digest']],
        ['another report', change(2, 'report', other), ['digest', 'duties.2.digest']],
        ['another measurement, digest corrected', sealed(change(1, 'measurement', '31')), ['duties.1.digest']],
        ['a measurement that is none', change(1, 'measurement', '18446744073709551616'), ['duties.1.measurement']],
        ['a signature that is none', change(1, 'signature', '0x12'), ['duties.1.signature']],
        ['nothing', {}, ['version', 'chainId', 'member', 'duties', 'digest']],
      ]
      for (const [what, input, paths] of bad) {
        const found = await faultPaths(importRecord(there, input))
        for (const path of paths) expect(found, what).to.include(path)
      }
      expect(await faultPaths(importRecord(there, 'text')), 'text').to.deep.equal([''])
      expect(await dutiesOf(there.store), 'nothing').to.deep.equal([])
      there.member = getAddress(accountOf('other').address)
      expect(await faultPaths(importRecord(there, record)), 'into another member’s store').to.include('member')
    })

    it('is taken up by claims that the new machine has not measured', async () => {
      await exportRecord(here, file())
      await importRecord(there, await read())
      const rows = [
        [0, 'filed'],
        [1, 'proved'],
        [2, 'review'],
        [3, 'recorded'],
        [7, 'filed'],
      ] as const
      for (const [i, stage] of rows) await there.store.insertInto('claims').values(claimRow(i, stage)).execute()
      const lines: string[] = []
      const log = { info: (_: object, message: string) => void lines.push(message) }
      expect(await adopt({ ...there, log } as never), 'something to do').to.equal(true)
      const found = await there.store.selectFrom('claims').select(['claim', 'stage', 'measurement', 'report']).execute()
      const expected = rows.map(([i, stage]) =>
        i < 3
          ? { claim: measured(i).claim, stage: 'measured', measurement: '30', report: measured(i).report }
          : { claim: measured(i).claim, stage, measurement: null, report: null },
      )
      expect(found).to.have.deep.members(expected)
      expect([lines.length, await adopt({ ...there, log } as never), lines.length], 'then silence').to.deep.equal([
        3,
        false,
        3,
      ])
    })
  })
}

function claimRow(i: number, stage: 'filed' | 'proved' | 'review' | 'recorded') {
  const { escrow, claim } = measured(i)
  const hash = `0x${'00'.repeat(32)}` as const
  return {
    escrow,
    claim,
    target: hash,
    solver: escrow,
    commitment: hash,
    uri: '',
    place: i,
    filedAt: 1,
    filedBlock: 1,
    filedHash: hash,
    observeUntil: 2,
    stage,
    note: '',
    measurement: null,
    report: null,
    tries: 0,
    nextAt: 0,
    settledAt: 0,
  }
}
