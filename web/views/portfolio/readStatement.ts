import type { Address } from 'viem'
import type * as z from 'zod'
import { listSchema, type AsOf } from '../../data/answers/basics.ts'
import { escrowSchema, type EscrowView } from '../../data/answers/escrow.ts'
import { feeRowSchema, paymentRowSchema, pledgeRowSchema, transferRowSchema } from '../../data/answers/money.ts'
import { positionSchema } from '../../data/answers/positions.ts'
import { askIndex } from '../../data/askIndex.ts'
import { statementOf, type Line } from './statement.ts'

/** All that the index knows of the money of an account. */
export interface Statement {
  lines: Line[]
  titles: ReadonlyMap<Address, string>
  asOf: AsOf
}

/**
 * The statement of an account from all pages of the index's lists.
 * @param index where it answers.
 * @throws {ConnectionError} when it does not.
 */
export async function readStatement(index: string, account: Address, signal: AbortSignal): Promise<Statement> {
  const path = `/v1/accounts/${account}`
  const [pledges, payments, fees, transfers, positions] = await Promise.all([
    allOf(index, `${path}/pledges`, listSchema(pledgeRowSchema), signal),
    allOf(index, `${path}/payments`, listSchema(paymentRowSchema), signal),
    allOf(index, `${path}/fees`, listSchema(feeRowSchema), signal),
    allOf(index, `${path}/transfers`, listSchema(transferRowSchema), signal),
    allOf(index, path, listSchema(positionSchema), signal),
  ])
  const rows = { pledges: pledges.rows, payments: payments.rows, fees: fees.rows, transfers: transfers.rows }
  const lines = statementOf(account, rows)
  const titles = new Map(positions.rows.map(({ escrow }) => [escrow.address, escrow.title]))
  // Of what the account has left behind the index says nothing any more but the movements.
  const left = new Set(lines.map(({ escrow }) => escrow).filter((escrow) => !titles.has(escrow)))
  for (const escrow of left) titles.set(escrow, (await escrowOf(index, escrow, signal))?.title ?? null)
  return {
    lines,
    titles: new Map([...titles].flatMap(([escrow, title]) => (title === null ? [] : [[escrow, title]]))),
    asOf: payments.asOf,
  }
}

async function escrowOf(index: string, escrow: Address, signal: AbortSignal): Promise<EscrowView | undefined> {
  return (await askIndex(index, `/v1/escrows/${escrow}`, escrowSchema, {}, signal))?.escrow
}

/** Every page of a list. */
async function allOf<R>(
  index: string,
  path: string,
  schema: z.ZodType<{ asOf: AsOf; rows: R[]; next: string | null }>,
  signal: AbortSignal,
): Promise<{ rows: R[]; asOf: AsOf }> {
  const rows: R[] = []
  let asOf: AsOf = null
  let cursor: string | undefined
  do {
    const page = await askIndex(index, path, schema, { limit: 100, cursor }, signal)
    rows.push(...(page?.rows ?? []))
    asOf = page?.asOf ?? asOf
    cursor = page?.next ?? undefined
  } while (cursor !== undefined)
  return { rows, asOf }
}
