import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { signOnce } from '../../../oracle/sign/signOnce.ts'
import { takeLease } from '../../../oracle/store/lease.ts'
import { sqliteDatabase } from '../store/stores.ts'
import { measured, signing } from './support.ts'

const CLAIMS = 200
const PROCESSES = 4
/** Lives of each process, each of which ends by kill -9, but the last. */
const LIVES = 3

describe('oracle: sign once, by processes that race and are killed', function () {
  this.timeout(240_000)

  it(`never signs two digests for one of ${CLAIMS} claims`, async () => {
    const { path, connect, stop } = await sqliteDatabase()
    const told = `${path}.told`
    await writeFile(told, '')
    const store = await connect()
    const observer = signing(store)
    observer.holder = 'all'
    await takeLease(observer)
    let killed = 0
    const live = async (name: number, life: number): Promise<number | null> => {
      const seed = 1 + name * 1000 + life
      const script = new URL('racer.ts', import.meta.url)
      const child = fork(
        script,
        [path, told, `${name}`, `${CLAIMS}`, `${seed}`, life < LIVES - 1 ? 'mortal' : 'immortal'],
        { execArgv: [], stdio: 'inherit' },
      )
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
      if (signal === 'SIGKILL') killed++
      else expect(code, `process ${name}, life ${life}`).to.equal(0)
      return code
    }
    const lives = async (name: number) => {
      for (let life = 0; life < LIVES; life++) if ((await live(name, life)) === 0) return
    }
    await Promise.all(Array.from({ length: PROCESSES }, (_, name) => lives(name * 2)))
    expect(killed, 'lives that were ended').to.be.at.least(PROCESSES)

    const digests = new Map<string, Set<string>>()
    for (const line of (await readFile(told, 'utf8')).split('\n').filter(Boolean)) {
      const [claim, digest] = line.split(' ') as [string, string]
      digests.set(claim, (digests.get(claim) ?? new Set()).add(digest))
    }
    const duties = await store.selectFrom('duties').selectAll().execute()
    expect(duties.length, 'claims that somebody committed to').to.equal(CLAIMS)
    for (const [claim, seen] of digests) {
      const committed = duties.filter((duty) => duty.claim === claim).map(({ digest }) => digest)
      expect([...seen], `what the signers saw of ${claim}`).to.deep.equal(committed)
    }
    // What a process left unsigned when it ended is signed as it was committed to.
    for (let i = 0; i < CLAIMS; i++) {
      const duty = duties.find((one) => one.claim === measured(i).claim)
      if (duty !== undefined) await signOnce(observer, measured(i, BigInt(duty.measurement)))
    }
    const unsigned = await store.selectFrom('duties').select('claim').where('signature', 'is', null).execute()
    expect(unsigned, 'left unsigned').to.deep.equal([])
    const makers = new Set(duties.map(({ measurement }) => Number(measurement) >> 1))
    expect(makers.size, 'processes that came first somewhere').to.be.at.least(2)
    await stop()
  })
})
