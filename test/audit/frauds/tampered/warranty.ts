/** Frauds with what is held for the warranty. */
import { type Tampered } from '../fraud.ts'
import { DAY, type Life } from '../life.ts'

const escrow = 'Escrow.sol'
const pool = 'parts/Pool.sol'
const terms = () => ({ holdback: 2_500n, warranty: 30n * DAY })

/** A claim that is paid, and a quarter of it held. */
async function held(life: Life): Promise<`0x${string}`> {
  await life.create()
  await life.pledge()
  return life.settled(40n)
}

async function releasedAfter(life: Life, time: bigint, keys: readonly `0x${string}`[]): Promise<void> {
  life.after(time)
  await life.attempt('stranger', 'release', [keys])
  await life.collect('payee')
  await life.collect('insider')
}

/** The same, and it is broken by `measurement`. */
async function broken(life: Life, measurement: bigint): Promise<void> {
  const target = await held(life)
  await life.observedBreak(target, measurement)
  await life.call('stranger', 'settleBreaks', [target, 1n])
  await life.collect('rival')
  await releasedAfter(life, life.now + life.terms.warranty, [target])
}

export const WARRANTY: Tampered[] = [
  {
    name: 'holds nothing back',
    how: 'All of a payment is credited at once.',
    rules: ['settle', 'warranty'],
    tampering: [
      {
        file: escrow,
        at: 'uint256 heldBack = _pay(key, earned, code.holdback());',
        after: 'heldBack = _unhold(key); _credit(claim.payee, heldBack); heldBack = 0;',
      },
    ],
    terms,
    play: async (life) => {
      await held(life)
      await life.collect('payee')
    },
  },
  {
    name: 'releases early',
    how: 'What is held is released before the warranty is over.',
    rules: ['warranty'],
    tampering: [
      {
        file: escrow,
        at: 'block.timestamp <= _holdings[key].paidAt + warranty || breaks.settled < breaks.filed',
        expression: 'breaks.settled < breaks.filed',
      },
    ],
    terms,
    play: async (life) => {
      const key = await held(life)
      await releasedAfter(life, life.now + DAY, [key])
      await releasedAfter(life, life.now + life.terms.warranty, [key])
    },
  },
  {
    name: 'releases what is attacked',
    how: 'What is held is released while a break claim is open.',
    rules: ['warranty'],
    tampering: [
      {
        file: escrow,
        at: 'block.timestamp <= _holdings[key].paidAt + warranty || breaks.settled < breaks.filed',
        expression: 'block.timestamp <= _holdings[key].paidAt + warranty',
      },
    ],
    terms,
    play: async (life) => {
      const target = await held(life)
      life.after(life.now + life.terms.warranty - DAY)
      await life.fileBreak(target)
      await releasedAfter(life, life.now + 2n * DAY, [target])
      life.after(life.now + life.terms.verifyWithin)
      await life.call('stranger', 'settleBreaks', [target, 1n])
      await releasedAfter(life, life.now, [target])
    },
  },
  {
    name: 'releases twice',
    how: 'What was released is released again.',
    rules: ['warranty'],
    tampering: [{ file: pool, at: '_holdings[key].amount = 0;', statement: '_held += amount;' }],
    terms,
    play: async (life) => {
      const key = await held(life)
      await releasedAfter(life, life.now + life.terms.warranty, [key])
      await releasedAfter(life, life.now, [key])
    },
  },
  {
    name: 'releases to another',
    how: 'What is held goes to an insider.',
    rules: ['warranty'],
    tampering: [{ file: escrow, at: 'address payee = _claims[key].payee;', after: 'payee = INSIDER;' }],
    terms,
    play: async (life) => {
      const key = await held(life)
      await releasedAfter(life, life.now + life.terms.warranty, [key])
    },
  },
  {
    name: 'pays all to who breaks',
    how: 'A broken claim’s breaker takes all that is held, not half.',
    rules: ['warranty'],
    tampering: [{ file: pool, at: 'taken = amount / 2;', statement: 'taken = amount;' }],
    terms,
    play: (life) => broken(life, 1n),
  },
  {
    name: 'breaks without a verdict',
    how: 'A break claim that the panel measured as nothing takes half.',
    rules: ['warranty'],
    tampering: [
      {
        file: escrow,
        at: 'verdict > 0 ? _break(target, claim.payee) : (0, 0)',
        expression: '_break(target, claim.payee)',
      },
    ],
    terms,
    play: (life) => broken(life, 0n),
  },
  {
    name: 'keeps what breaks return',
    how: 'The half that returns to the funders is told and goes to an insider.',
    rules: ['collect'],
    tampering: [
      {
        file: pool,
        at: '_returned += uint128(returned);',
        statement: '_credit(INSIDER, returned);',
      },
    ],
    terms,
    play: (life) => broken(life, 1n),
  },
  {
    name: 'breaks out of order',
    how: 'The break claim filed second is settled first and takes the half.',
    rules: ['Q1'],
    tampering: [
      {
        file: 'parts/Docket.sol',
        at: 'key = _queue[target][queue.settled];',
        after: 'key = _queue[target][queue.settled ^ 1];',
      },
    ],
    terms,
    play: async (life) => {
      const target = await held(life)
      await life.observedBreak(target, 1n)
      await life.observedBreak(target, 1n)
      await life.call('stranger', 'settleBreaks', [target, 2n])
      await life.collect('rival')
    },
  },
  {
    name: 'breaks after the warranty',
    how: 'A break claim is filed when the warranty is over.',
    rules: ['file', 'warranty'],
    tampering: [{ file: escrow, at: 'if (block.timestamp > end) revert WarrantyOver(target, end);', statement: '' }],
    terms,
    play: async (life) => {
      const target = await held(life)
      life.after(life.now + life.terms.warranty)
      const { commitment } = life.fresh('rival', target)
      await life.attempt('rival', 'fileBreak', [target, commitment, life.of('rival'), 'https://example.org/x.age'])
      life.after(life.now + life.terms.verifyWithin)
      await life.attempt('stranger', 'settleBreaks', [target, 1n])
      await releasedAfter(life, life.now, [target])
    },
  },
]
