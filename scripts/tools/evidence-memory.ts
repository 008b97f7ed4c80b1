/**
 * `npm run evidence:memory -- <MB>`: packs, encrypts, opens and proves a file of so many megabytes as `claim` and `evidence open` do,
 * and prints how much memory that took. Needs three times as much room on the disk. The figures are in docs/evidence.md.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { streamOf } from '../../sdk/evidence/streams.ts'
import { makeIdentity } from '../../sdk/evidence/seal.ts'
import { readStream, writeStream } from '../../oracle/evidence/files.ts'
import { openTo } from '../../oracle/evidence/openTo.ts'
import { commitTo, sealTo } from '../support/evidence/pack.ts'
import { packedFiles } from '../support/evidence/packed.ts'

export interface Measured {
  megabytes: number
  /** Most memory that the process ever held, in megabytes: all of it, and the part that grew since the start. */
  peak: number
  growth: number
  /** Seconds to digest, encrypt, and open. */
  seconds: Record<string, number>
}

/** Packs and opens `megabytes` (10^6 bytes) of what does not compress, in a folder that goes afterwards. */
export async function measure(megabytes: number): Promise<Measured> {
  const root = await mkdtemp(join(tmpdir(), 'lodestone-memory-'))
  const peak = () => process.resourceUsage().maxRSS / 1000
  try {
    const [folder, out] = [join(root, 'evidence'), join(root, 'claim')]
    await mkdir(folder)
    const { identity, recipient } = await makeIdentity()
    const before = peak()
    const seconds: Record<string, number> = {}
    const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
      const start = performance.now()
      await work()
      seconds[what] = Math.round((performance.now() - start) / 100) / 10
    }
    await noise(megabytes).pipeTo(await writeStream(join(folder, 'data.bin')))
    const place = { chainId: 1, escrow: `0x${'1'.repeat(40)}`, solver: `0x${'2'.repeat(40)}` } as const
    await timed('digest', () => commitTo({ ...place, folder, out, statement: 'A measurement of memory.' }))
    await timed('encrypt', () => sealTo(out, folder, [{ who: 'also', recipient }]))
    await timed('open', () => openTo(join(root, 'opened'), readStream(packedFiles(out).bundle), [identity]))
    return { megabytes, peak: Math.round(peak()), growth: Math.round(peak() - before), seconds }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

function noise(megabytes: number): ReadableStream<Uint8Array> {
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    for (let left = megabytes * 1e6; left > 0;) {
      const chunk = crypto.getRandomValues(new Uint8Array(Math.min(left, 50_000)))
      yield await Promise.resolve(chunk)
      left -= chunk.length
    }
  }
  return streamOf(chunks())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const megabytes = Number(process.argv[2])
  if (!Number.isInteger(megabytes) || megabytes < 1 || megabytes > 100_000) {
    console.error('Name a whole number of megabytes, 1 to 100000: npm run evidence:memory -- 200')
    process.exitCode = 1
  } else {
    console.log(JSON.stringify(await measure(megabytes)))
  }
}
