import type { Operator } from '../operator.ts'
import type { TransactionsTable } from '../store/tables.ts'
import { transact } from './transactions.ts'

/** Gas of a transaction that does nothing. */
const NOTHING = 21_000n

/** A wider gap is none that this service made: filling it would pay for the mistake of an endpoint, without end. */
const MOST_GAP = 64

/** Since when a gap is seen, unix milliseconds, by nonce. */
const seen = new WeakMap<Operator, { nonce: number; since: number }>()

/**
 * Fills a gap before the queue: a nonce that the chain waits for and that nothing here has, as after a reorganisation or a restored
 * store. A transaction that does nothing takes it; those that wait are not signed anew under another nonce, since both forms could then be
 * included. Only a gap that stays two slots is filled: an endpoint may lag.
 * @param used nonces below are used. @param open what is in the queue, by nonce.
 */
export async function fillGap(operator: Operator, used: number, open: readonly TransactionsTable[]): Promise<boolean> {
  const { clock, config, gas, log } = operator
  const waiting = open.filter(({ from, hash, nonce }) => from === gas.address && hash === null && nonce >= used)
  const next = Math.min(...waiting.map(({ nonce }) => nonce))
  const isGap = next > used && next - used <= MOST_GAP
  const before = seen.get(operator)
  if (!isGap) {
    seen.delete(operator)
    return false
  }
  if (before?.nonce !== used) {
    seen.set(operator, { nonce: used, since: clock.now() })
    return false
  }
  if (clock.now() - before.since < 2000 * config.submit.slotSeconds) return false
  seen.delete(operator)
  log.warn({ nonce: used }, 'nothing has the nonce that the chain waits for: it is filled')
  const nothing = { to: gas.address, data: '0x', gas: NOTHING } as const
  return transact(operator, { purpose: `fill ${used}`, ...nothing, nonce: used, again: true })
}
