/** The bank: every bug, by theme. */
import { type Bug } from './bug.ts'
import { ARBITER } from './bank/arbiter.ts'
import { BREAKS } from './bank/breaks.ts'
import { CLOCKS } from './bank/clocks.ts'
import { CONTEST } from './bank/contest.ts'
import { FEES } from './bank/fees.ts'
import { MONEY } from './bank/money.ts'
import { ORDER } from './bank/order.ts'
import { PAYEES } from './bank/payees.ts'
import { PLEDGING } from './bank/pledging.ts'
import { QUORUM } from './bank/quorum.ts'
import { REENTRANCY } from './bank/reentrancy.ts'
import { REFUNDS } from './bank/refunds.ts'
import { SIGNATURES } from './bank/signatures.ts'
import { TERMS } from './bank/terms.ts'

export const BANK: Readonly<Record<string, readonly Bug[]>> = {
  arbiter: ARBITER,
  breaks: BREAKS,
  clocks: CLOCKS,
  contest: CONTEST,
  fees: FEES,
  money: MONEY,
  order: ORDER,
  payees: PAYEES,
  pledging: PLEDGING,
  quorum: QUORUM,
  reentrancy: REENTRANCY,
  refunds: REFUNDS,
  signatures: SIGNATURES,
  terms: TERMS,
}
