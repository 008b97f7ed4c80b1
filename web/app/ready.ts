/** What the view at the current address needs for its first picture, so that it is drawn once and whole. */
import type { QueryClient } from '@tanstack/react-query'
import { getAddress } from 'viem'
import { escrowsOf } from '../data/questions/escrows.ts'
import { escrowIn, PAGE, viewOf } from './ahead.ts'
import { Outcome, Pledge } from './routes.ts'
import type { Site } from './site.ts'

/** Milliseconds: an index that takes longer is not waited for. */
const PATIENCE = 500

/** Loads the code of the view. Where it cannot be loaded, the view says so in its place. */
export async function loadView(): Promise<void> {
  const loads = { explore: undefined, outcome: Outcome, pledge: Pledge }
  const view = viewOf(location.hash)
  await (view && loads[view])?.load().catch(() => undefined)
}

/** Waits a little for the answer of the index that the view begins with, which was asked ahead. Never rejects: the view says what failed. */
export async function firstAnswer(queries: QueryClient, { index }: Site): Promise<void> {
  const view = viewOf(location.hash)
  const escrow = escrowIn(location.hash)
  const answer = async (): Promise<void> => {
    if (view === 'explore') await queries.infiniteQuery(escrowsOf(index, { limit: PAGE }))
    if (view !== 'outcome' || escrow === undefined) return
    const { escrowOf } = await Outcome.load()
    await queries.query(escrowOf(index, getAddress(escrow)))
  }
  await Promise.race([answer().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, PATIENCE))])
}
