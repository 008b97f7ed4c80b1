import type { Address } from 'viem'
import { mint } from '../../../scripts/main-job/deploy.ts'
import { readOutcome, readSheet } from '../../../scripts/main-job/outcomes.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import type { Person } from '../../../scripts/dev/roles.ts'
import { accept } from '../../../sdk/actions/accept.ts'
import { create } from '../../../sdk/actions/create.ts'
import { pledge } from '../../../sdk/actions/pledge.ts'
import { parseOutcome } from '../../../sdk/model/outcome.ts'
import { parseSheet } from '../../../sdk/model/sheet.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { termsOfSheet } from '../../../sdk/model/termsOfSheet.ts'
import { until } from './until.ts'

/**
 * Makes a commitment that a suite has to itself, which its members accept, and waits until the page knows it.
 * @param folder of its outcome.
 * @param changes what its term sheet has in place of the outcome's own; `undefined` leaves a part out.
 * @param pledges who pledges how much, in base units.
 * @param more `silent`: members who have not accepted it yet; `document`: what the outcome document has in place of its own.
 */
export async function ownEscrow(
  { chain, deployment, accounts, tokens, url }: Dev,
  folder: string,
  changes: Readonly<Record<string, unknown>>,
  pledges: Readonly<Partial<Record<Person, bigint>>>,
  more: { silent?: readonly Person[]; document?: Readonly<Record<string, string>> } = {},
): Promise<{ address: Address; terms: Terms }> {
  const { silent = [], document = {} } = more
  const outcome = parseOutcome({ ...readOutcome(folder), ...document })
  // As JSON gives it: without what is left out.
  const sheet = parseSheet(JSON.parse(JSON.stringify({ ...readSheet(folder), ...changes })))
  const token = { symbol: 'USDC', decimals: 6 }
  const names = { ...accounts, USDC: tokens.USDC }
  const terms = termsOfSheet(sheet, outcome, { token, now: await chain.now(), names })
  const { escrow } = await create(await chain.as('anybody'), deployment, terms, outcome)
  for (const [name, account] of Object.entries(accounts))
    if (terms.panel.includes(account) && !silent.some((one) => one === name))
      await accept(await chain.as(name), deployment.directory, escrow)
  for (const [name, amount] of Object.entries(pledges)) {
    // Suites share one world: none lives on what another has left.
    await mint(chain, tokens.USDC, name, amount)
    await pledge(await chain.as(name), escrow, { amount })
  }
  const index = new URL(`/v1/escrows/${escrow}`, url)
  await until('the index knows the commitment', async () => (await fetch(index)).ok)
  return { address: escrow, terms }
}
