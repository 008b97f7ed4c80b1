import { expect } from 'chai'
import { makeLogger } from '../../../oracle/operate/logger.ts'
import {
  BEAT,
  holdsLease,
  keepLease,
  LEASE,
  LeaseLost,
  MARGIN,
  releaseLease,
  requireLease,
  takeLease,
} from '../../../oracle/store/lease.ts'
import type { Store } from '../../../oracle/store/openStore.ts'
import { START, rejection, signing } from '../sign/support.ts'
import { DATABASES, type Database } from './stores.ts'

const AT = START * 1000

for (const { name, open } of DATABASES) {
  describe(`oracle: the lease, in ${name}`, function () {
    this.timeout(60_000)
    let database: Database
    let store: Store

    before(async () => {
      database = await open()
      store = await database.connect()
    })
    beforeEach(() => store.deleteFrom('leases').execute())
    after(() => database.stop())

    it('is taken by one, and renewed by it alone', async () => {
      const [one, other] = [signing(store), signing(await database.connect())]
      expect(await Promise.all([takeLease(one), takeLease(other)]), 'both try').to.have.members([true, false])
      const [holder, waiting] = (await holdsLease(one)) ? [one, other] : [other, one]
      for (let beat = 1; beat < 40; beat++) {
        holder.clock.at = AT + beat * BEAT
        waiting.clock.at = holder.clock.at
        expect(await takeLease(holder), `renewed, ${beat}`).to.equal(true)
        expect([await takeLease(waiting), await holdsLease(waiting)], `refused, ${beat}`).to.deep.equal([false, false])
      }
    })

    it('runs out, and is taken over only a margin later', async () => {
      const [one, other] = [signing(store), signing(store)]
      await takeLease(one)
      one.clock.at = AT + LEASE - 1
      expect(await holdsLease(one), 'in its last millisecond').to.equal(true)
      one.clock.at = AT + LEASE
      expect(await holdsLease(one), 'after it').to.equal(false)
      other.clock.at = AT + LEASE + MARGIN - 1
      expect(await takeLease(other), 'within the margin').to.equal(false)
      other.clock.at = AT + LEASE + MARGIN
      expect(await takeLease(other), 'after the margin').to.equal(true)
      expect(await takeLease(one), 'the first tries again').to.equal(false)
    })

    it('is renewed by its holder after it ran out, where nobody took it', async () => {
      const one = signing(store)
      await takeLease(one)
      one.clock.at = AT + 100 * LEASE
      expect([await holdsLease(one), await takeLease(one), await holdsLease(one)]).to.deep.equal([false, true, true])
    })

    it('is never held by two, however their clocks differ', async () => {
      // A clock that is ahead by more than the margin takes the lease while the other still counts on it.
      const [one, ahead] = [signing(store), signing(store)]
      await takeLease(one)
      ahead.clock.at = AT + 1000 * LEASE
      expect(await takeLease(ahead), 'taken by the one ahead').to.equal(true)
      expect([await holdsLease(one), await takeLease(one)], 'the one before').to.deep.equal([false, false])
      await store.transaction().execute((transaction) => requireLease(transaction, ahead))
      const fenced = store.transaction().execute((transaction) => requireLease(transaction, one))
      expect(await rejection(fenced)).to.be.instanceOf(LeaseLost)
    })

    it('survives a clock that jumps back', async () => {
      const [one, other] = [signing(store), signing(store)]
      await takeLease(one)
      one.clock.at = AT - 1000 * LEASE
      expect([await takeLease(one), await holdsLease(one)], 'its holder').to.deep.equal([true, true])
      other.clock.at = AT
      expect(await takeLease(other), 'ran out by the right clock').to.equal(true)
      expect(await holdsLease(one), 'the one that jumped').to.equal(false)
    })

    it('is given up by its holder alone', async () => {
      const [one, other] = [signing(store), signing(store)]
      await takeLease(one)
      await releaseLease(other)
      expect(await holdsLease(one), 'released by another').to.equal(true)
      await releaseLease(one)
      expect([await holdsLease(one), await takeLease(other)], 'released').to.deep.equal([false, true])
    })

    it('is kept by beats, says once when it comes and goes, and is given up at the end', async () => {
      const lines: string[] = []
      const log = makeLogger('debug', { write: (line) => void lines.push((JSON.parse(line) as { msg: string }).msg) })
      const [one, other] = [signing(store), signing(store)]
      const stop = new AbortController()
      let beats = 0
      const held: number[] = []
      one.clock.sleep = async (milliseconds) => {
        expect(milliseconds, 'between beats').to.equal(BEAT)
        held.push((await one.metrics.leaseHeld.get()).values[0]!.value)
        one.clock.at += BEAT
        beats++
        if (beats === 3) {
          other.clock.at = one.clock.at + LEASE + MARGIN
          await takeLease(other)
        }
        if (beats === 6) await releaseLease(other)
        if (beats === 9) stop.abort()
      }
      await keepLease({ ...one, log } as never, stop.signal)
      expect(held, 'the metric').to.deep.equal([1, 1, 1, 0, 0, 0, 1, 1, 1])
      expect(lines.length, lines.join('; ')).to.equal(3)
      expect(await takeLease(other), 'free').to.equal(true)
    })
  })
}
