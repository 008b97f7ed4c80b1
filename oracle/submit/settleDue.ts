/**
 * Settles, awards and releases what is due in the escrows of this operator, if it is configured to. Anybody may, so members take turns by
 * the escrow's address: each waits a slot longer than the one before it, from when it saw that something is due.
 */
import { keccak256, type Address } from 'viem'
import { unpackTerms } from '../../sdk/model/termsCode.ts'
import type { Sent } from '../../sdk/actions/writer.ts'
import { twoClients } from '../chain/twoClients.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator, Step } from '../operator.ts'
import { firstCall } from './firstCall.ts'
import { reasonOf } from './reasonOf.ts'
import { positionOf } from './rotation.ts'
import { settleEscrow } from './settleEscrow.ts'
import { isPending, transact } from './transactions.ts'

/** Claims that one transaction moves at most. */
const MOST_CLAIMS = 50n
/** Slots between two looks at an escrow in which nothing is due. */
const PAUSE = 10

/** What this process knows of an escrow. Times are unix seconds. */
interface Look {
  /** When it is looked at again. */
  at: number
  /** What was due the last time, by selector, and since when that is known. */
  due: string
  since: number
  failed: boolean
}

const looks = new WeakMap<Operator, Map<Address, Look>>()

export const settleDue: Step = async (operator) => {
  const { config, store, clock, log } = operator
  if (!config.submit.settle) return false
  const known = looks.get(operator) ?? new Map<Address, Look>()
  looks.set(operator, known)
  const now = secondsOf(clock)
  const slot = config.submit.slotSeconds
  let did = false
  for (const { escrow, seat, code } of await store.selectFrom('escrows').select(['escrow', 'seat', 'code']).execute()) {
    const look = known.get(escrow) ?? { at: 0, due: '', since: 0, failed: false }
    if (now < look.at) continue
    try {
      const position = positionOf(seat, BigInt(escrow), unpackTerms(code).panel.length)
      known.set(escrow, { ...look, at: now + slot, failed: false })
      if (await isPending(operator, `settle ${escrow} `)) continue
      const call = await dueIn(operator, escrow)
      if (call === undefined) {
        known.set(escrow, { at: now + PAUSE * slot, due: '', since: 0, failed: false })
        continue
      }
      const due = call.data.slice(0, 10)
      const since = due === look.due ? look.since : now
      const turn = since + position * slot
      known.set(escrow, { at: Math.max(turn, now + 1), due, since, failed: false })
      if (now < turn) continue
      const purpose = `settle ${escrow} ${keccak256(call.data)}`
      if (await transact(operator, { purpose, ...call, again: true })) did = true
    } catch (error) {
      known.set(escrow, { ...look, at: now + slot, failed: true })
      if (!look.failed)
        log.warn({ escrow, reason: reasonOf(error) }, 'an escrow could not be settled; it is tried again')
    }
  }
  return did
}

/** What is due, where two endpoints say the same: one alone could have the account pay for nothing, round after round. */
async function dueIn(operator: Operator, escrow: Address): Promise<Sent | undefined> {
  const calls: (Sent | undefined)[] = []
  for (const client of await twoClients(operator.chain)) {
    const by = { ...operator, chain: { ...operator.chain, client } }
    calls.push(await firstCall(by, (writer) => settleEscrow(writer, escrow, MOST_CLAIMS)))
  }
  const [first] = calls
  return calls.every((one) => one?.data === first?.data) ? first : undefined
}
