/** The amounts of a life, and what follows from them by arithmetic of its own. */

export interface Money {
  /** What funders a, b and c pledge by `deposit`, `mint` and through the router. */
  pledges: readonly [bigint, bigint, bigint]
  /** What funder b withdraws. */
  withdraws: bigint
  /** Prices of the first, the first two, the first three ranks. */
  prizes: readonly bigint[]
  cap: bigint
  threshold: bigint
  claimFee: bigint
  challengeFee: bigint
}

/** Amounts in coins of `unit` base units, most of them no multiples of one another. */
export const coins = (unit: bigint, override: Partial<Money> = {}): Money => ({
  pledges: [40n * unit, 30n * unit, 21n * unit],
  withdraws: 5n * unit,
  prizes: [30n * unit, 50n * unit, 100n * unit],
  cap: 100n * unit,
  threshold: 10n * unit,
  claimFee: 7n * unit,
  challengeFee: 5n * unit,
  ...override,
})

/** As `coins`, and every amount that moves is a multiple of a quarter: it survives doubling and halving without rounding. */
export const evenCoins = (unit: bigint): Money =>
  coins(unit, { pledges: [40n * unit, 30n * unit, 20n * unit], claimFee: 6n * unit })

/** One unit in all, and no fees that anybody could pay with it. */
export const oneUnit: Money = {
  pledges: [1n, 1n, 1n],
  withdraws: 1n,
  prizes: [1n],
  cap: 1n,
  threshold: 1n,
  claimFee: 0n,
  challengeFee: 0n,
}

const MAX_128 = 2n ** 128n - 1n

/** The largest amounts that terms allow. */
export const largest: Money = coins(MAX_128 / 100n, {
  cap: MAX_128,
  prizes: [MAX_128 / 3n, MAX_128 / 2n, MAX_128],
  claimFee: MAX_128,
  challengeFee: MAX_128,
})

/** Enough for every payment that one account makes. */
export const purse = (money: Money): bigint =>
  money.pledges.reduce((sum, x) => (x > sum ? x : sum), 0n) + money.claimFee + money.challengeFee

const least = (a: bigint, b: bigint) => (a < b ? a : b)

export interface Expected {
  pledged: bigint
  /** Paid for the first claim and for the second. */
  paid: [bigint, bigint]
  /** Of which held. */
  held: [bigint, bigint]
  /** What the payee of the first claim is owed once it is released. */
  payee: bigint
  /** What all shares get once a broken claim has given back its part. */
  refundable: bigint
}

/** What a life pays when everybody could pledge: two of three members observed the second claim, all the first and the break claim. */
export function expectedOf(money: Money, pledgers: number): Expected {
  const pledged = money.pledges.slice(0, pledgers).reduce((sum, x) => sum + x, 0n)
  const upTo = (rank: number) => least(money.prizes[Math.min(rank, money.prizes.length) - 1] ?? 0n, pledged)
  const paid: [bigint, bigint] = [upTo(1), upTo(2) - upTo(1)]
  const hold = (x: bigint) => x - x / 2n
  const held: [bigint, bigint] = [hold(paid[0]), hold(paid[1])]
  const restOfFee = money.claimFee - 3n * (money.claimFee / 3n)
  const returned = held[1] - held[1] / 2n
  return { pledged, paid, held, payee: paid[0] + restOfFee, refundable: pledged - paid[0] - paid[1] + returned }
}
