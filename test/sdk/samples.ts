import { keccak256, stringToHex, zeroAddress, type Address } from 'viem'
import { observe } from '../../sdk/actions/observe.ts'
import { signObservation } from '../../sdk/actions/signObservation.ts'
import { encodeOutcome, parseOutcome } from '../../sdk/model/outcome.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { UNIT, type SdkWorld } from './world.ts'

export const DAY = 86_400n

/** A small outcome document of rule `Units`. */
export const OUTCOME = parseOutcome({
  version: 1,
  title: 'A test outcome',
  summary: ['Something is counted.'],
  rule: 'Units',
  metric: {
    name: 'things done',
    definition: 'The number of things that were done.',
    unit: 'things',
    direction: 'higher',
    baseline: '0',
    scale: '1',
  },
  method: ['Members count.'],
  sideConditions: [{ name: 'quiet', condition: 'Nobody is disturbed.' }],
  evidence: { bundle: ['A list of the things.'], readableDays: 7 },
  attempts: ['A thing counts once.'],
})

/** `Units`: 10 tokens a unit up to 100 units, panel 3 of 5, no arbiter, no fees. */
export async function sampleTerms(w: SdkWorld, override: Partial<Terms> = {}): Promise<Terms> {
  const now = await w.now()
  return {
    outcome: encodeOutcome(OUTCOME).hash,
    asset: w.token,
    rule: 0,
    curve: [
      { measurement: 0n, price: 0n },
      { measurement: 100n, price: 1000n * UNIT },
    ],
    minStep: 1n,
    pledgeBy: now + 30n * DAY,
    threshold: 100n * UNIT,
    cap: 1000n * UNIT,
    claimBy: now + 365n * DAY,
    verifyWithin: 7n * DAY,
    challengeWithin: 0n,
    arbitrateWithin: 0n,
    lastCall: 0n,
    panel: w.panel,
    quorum: 3n,
    arbiter: zeroAddress,
    claimFee: 0n,
    challengeFee: 0n,
    holdback: 0n,
    warranty: 0n,
    ...override,
  }
}

/** Lets the members at the first seats observe, one measurement each. */
export async function observeAs(w: SdkWorld, escrow: Address, claim: `0x${string}`, measurements: readonly bigint[]) {
  const signed = []
  for (const [seat, measurement] of measurements.entries()) {
    const { wallet } = w.writer(w.panel[seat]!)
    const report = keccak256(stringToHex(`report ${seat}`))
    signed.push(await signObservation(wallet, { chainId: 31337, escrow, panel: w.panel, claim, measurement, report }))
  }
  return observe(w.writers[5]!, escrow, claim, signed)
}

/** A moment, a token and addresses for the names that the outcomes' sheets use; panels come out of order on purpose. */
export const NOW = 1_800_000_000n
export const USDC = { symbol: 'USDC', decimals: 6 }
export const NAMES: Record<string, Address> = {
  USDC: '0x00000000000000000000000000000000000000A1',
  arbiter: '0x00000000000000000000000000000000000000a2',
  ...Object.fromEntries([5, 3, 7, 1, 6, 2, 4].map((n, i) => [`panel-${i + 1}`, `0x${String(n).repeat(40)}`])),
}

/** `Units` at 10 each, up to 100; panel of one (account 2); arbiter account 5; half is held for a day. */
export const UNITS_SHEET = {
  version: 1,
  rule: 'Units',
  token: 'TUSD',
  pledges: { by: '30 d', threshold: '100 TUSD', cap: '1,000 TUSD' },
  claims: { by: '60 d', fee: '2 TUSD' },
  minStep: '1',
  tranches: [{ units: '100', price: '10 TUSD' }],
  verification: { within: '1 d', panel: ['member'], quorum: 1 },
  arbitration: { arbiter: 'arbiter', challengeWithin: '2 d', arbitrateWithin: '3 d', challengeFee: '5 TUSD' },
  warranty: { holdback: '50 %', lasts: '1 d' },
}
