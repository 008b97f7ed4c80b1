/** `npm run bench:sdk`: how many quotes a second the pure model gives. Not a check: the figure is this machine's. */
import { readFile } from 'node:fs/promises'
import type { Address } from 'viem'
import { priceAt } from '../sdk/model/curve.ts'
import { parseOutcome } from '../sdk/model/outcome.ts'
import { payoutOf } from '../sdk/model/payout.ts'
import { refundOf } from '../sdk/model/refund.ts'
import { parseSheet } from '../sdk/model/sheet.ts'
import { packTerms } from '../sdk/model/termsCode.ts'
import { termsOfSheet } from '../sdk/model/termsOfSheet.ts'
import { verdictOf } from '../sdk/model/verdict.ts'

const SECONDS = 1

const read = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../outcomes/d-attested-servers/${name}.json`, import.meta.url), 'utf8'))

const outcome = parseOutcome(await read('outcome'))
const sheet = parseSheet(await read('sheet'))
const named = [sheet.token, 'arbiter', ...sheet.verification.panel]
const names = Object.fromEntries(
  named.map((name, i): [string, Address] => [name, `0x${String(i + 1).padStart(40, '0')}`]),
)
const token = { symbol: 'USDC', decimals: 6 }
const terms = termsOfSheet(sheet, outcome, { token, now: 1_800_000_000n, names })
const last = terms.curve.at(-1)?.measurement ?? 1n
const state = { progress: last / 3n, pledged: terms.cap }
const observations = [900n, 1000n, 980n]

const cases: Record<string, (i: bigint) => unknown> = {
  priceAt: (i) => priceAt(terms.curve, i % last),
  payoutOf: (i) => payoutOf(terms, state, i % last),
  refundOf: (i) => refundOf(i, { pledged: terms.cap, refundable: terms.cap / 3n }),
  verdictOf: () => verdictOf(observations, Number(terms.quorum)),
  packTerms: (i) => packTerms({ ...terms, minStep: i % 1000n }),
}

for (const [name, quote] of Object.entries(cases)) {
  let count = 0n
  const start = performance.now()
  while (performance.now() - start < SECONDS * 1000) for (let i = 0; i < 100; i++) quote(count++)
  const rate = Math.round(Number(count) / ((performance.now() - start) / 1000))
  console.log(`${rate.toLocaleString('en').padStart(12)} a second: ${name}`)
}
