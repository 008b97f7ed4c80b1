import fs from 'node:fs'
import { stat, utimes, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { expect } from 'chai'
import { digestOf } from '../../../oracle/verifiers/digests.ts'
import { sha256 } from '../../evidence/support.ts'
import * as f from './fixtures.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
/** Long after the files were written. */
const later = () => Date.now() + 60_000

describe('oracle: digests of programs', () => {
  const { createReadStream } = fs
  let path: string
  let reads = 0
  before(() => {
    fs.createReadStream = ((...given: Parameters<typeof createReadStream>) => {
      reads++
      return createReadStream(...given)
    }) as typeof createReadStream
    syncBuiltinESMExports()
  })
  after(async () => {
    fs.createReadStream = createReadStream
    syncBuiltinESMExports()
    await f.clean()
  })
  beforeEach(async () => {
    path = join(await f.folder(), 'program')
    await writeFile(path, 'one')
    reads = 0
  })

  it('a file that has not changed is read once', async () => {
    for (const time of [1, 2, 3]) expect(await digestOf(path, later()), `time ${time}`).to.equal(sha256(bytes('one')))
    expect(reads, 'reads').to.equal(1)
  })

  it('a change is seen, though size and time of modification are as before', async () => {
    await digestOf(path, later())
    const { atime, mtime } = await stat(path)
    await writeFile(path, 'two')
    await utimes(path, atime, mtime)
    expect(await digestOf(path, later())).to.equal(sha256(bytes('two')))
  })

  it('what was changed just now is read again: the next change could have the same time', async () => {
    await digestOf(path)
    await digestOf(path)
    expect(reads, 'reads').to.equal(2)
  })
})
