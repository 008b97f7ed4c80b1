import type { Address, Hex } from 'viem'
import { award } from '../../sdk/actions/award.ts'
import { getDocket } from '../../sdk/actions/getDocket.ts'
import { getEscrow, type EscrowState } from '../../sdk/actions/getEscrow.ts'
import { release } from '../../sdk/actions/release.ts'
import { settle } from '../../sdk/actions/settle.ts'
import { settleBreaks } from '../../sdk/actions/settleBreaks.ts'
import type { Writer, Written } from '../../sdk/actions/writer.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'

/** Transactions of one run, so that an endpoint that lies about what is due cannot have them sent forever. */
export const MOST_TRANSACTIONS = 100

/** One step that was due; `count` is how many claims it moved. */
export interface Step {
  step: 'settle' | 'award' | 'settleBreaks' | 'release'
  count: bigint
  target?: Hex
  transaction: Written<unknown>['transaction']
}

/**
 * Settles what is due of the docket, awards a contest, settles break claims and releases what warranties held. What is due is asked of
 * the chain by simulation, and every transaction moves what that showed, at most `most` claims. Ends after `MOST_TRANSACTIONS` steps.
 */
export async function settleEscrow(writer: Writer, escrow: Address, most: bigint): Promise<Step[]> {
  const steps: Step[] = []
  const isFull = () => steps.length >= MOST_TRANSACTIONS
  /** Repeats a step while its simulation says that it would move something; a dry run shows the first time. */
  const repeat = async (step: Step['step'], target: Hex | undefined, move: () => Promise<Written<bigint>>) => {
    while (!isFull()) {
      const { result = 0n, transaction } = await move()
      if (result === 0n) return
      steps.push({ step, count: result, ...(target === undefined ? {} : { target }), transaction })
      if (writer.dryRun === true) return
    }
  }
  await repeat('settle', undefined, () => settle(writer, escrow, most))
  const state = await getEscrow(writer.client, escrow)
  if (!isFull() && state.ranked > 0 && state.progress === 0n && (await canAward(writer, escrow))) {
    const { transaction } = await award(writer, escrow)
    steps.push({ step: 'award', count: BigInt(state.ranked), transaction })
  }
  if (state.terms.holdback === 0n) return steps
  for (const keys of await heldKeys(writer, state, most)) {
    for (const target of keys) {
      await repeat('settleBreaks', target, () => settleBreaks(writer, escrow, target, most))
    }
    if (isFull()) break
    const { result = 0n, transaction } = await release(writer, escrow, keys)
    if (result > 0n) steps.push({ step: 'release', count: result, transaction })
  }
  return steps
}

async function canAward(writer: Writer, escrow: Address): Promise<boolean> {
  try {
    await award({ ...writer, dryRun: true }, escrow)
    return true
  } catch (error) {
    if (error instanceof RevertError && error.errorName === 'NothingToAward') return false
    throw error
  }
}

/** The keys of claims that are under warranty or have unsettled break claims, `page` at a time. */
async function heldKeys(writer: Writer, escrow: EscrowState, page: bigint): Promise<Hex[][]> {
  const pages: Hex[][] = []
  for (let from = 0n; from < escrow.filed; from += page) {
    const claims = await getDocket(writer.client, escrow, { from, count: page })
    const keys = claims
      .filter((claim) => claim.held > 0n || claim.breaksSettled < claim.breaksFiled)
      .map(({ key }) => key)
    if (keys.length > 0) pages.push(keys)
  }
  return pages
}
