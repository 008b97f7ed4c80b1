/** Indexes that follow the chain of a stage, and what is in them. */
import { randomUUID } from 'node:crypto'
import type { PublicClient } from 'viem'
import { takeLease } from '../../../indexer/store/lease.ts'
import { openIndex, type Index } from '../../../indexer/store/openIndex.ts'
import { Follower, type Source, type Step } from '../../../indexer/sync/follow.ts'
import type { Deployment } from '../../../sdk/model/deployment.ts'
import type { Stage } from '../../audit/histories/stage.ts'

/** The deployment record of a stage. */
export function deploymentOf({ chainId, origin, router, directory }: Omit<Stage, 'client'>): Deployment {
  return { chainId, ...origin, router, directory, block: 0, compiler: '0.8.37' }
}

/** An index that follows, with the lease taken. */
export async function openFollower(
  index: Index,
  stage: Stage,
  { client = stage.client, ...more }: Partial<Source> & { client?: PublicClient } = {},
): Promise<{ follower: Follower; source: Source }> {
  const source: Source = {
    index,
    client,
    deployment: deploymentOf(stage),
    holder: randomUUID(),
    now: () => Date.now(),
    ...more,
  }
  await takeLease(source)
  return { follower: new Follower(source), source }
}

/** Steps until there is nothing more to read. @returns the steps. */
export async function catchUp(follower: Follower): Promise<Step[]> {
  const steps: Step[] = []
  for (;;) {
    const step = await follower.step()
    steps.push(step)
    if (step.did === 'nothing' || step.did === 'behind') return steps
    if (steps.length > 10_000) throw new Error('the follower does not come to an end')
  }
}

/** Everything that follows from the chain, in an order of its own; what depends on how it was read is left out. */
export async function contentOf(index: Index): Promise<Record<string, unknown[]>> {
  const blocks = index.selectFrom('blocks').selectAll().where('hasLogs', '=', 1)
  const tables: Record<string, object[]> = {
    blocks: await blocks.orderBy('number').execute(),
    logs: await index.selectFrom('logs').selectAll().orderBy('block').orderBy('logIndex').execute(),
    escrows: await index.selectFrom('escrows').selectAll().orderBy('escrow').execute(),
    members: await index.selectFrom('members').selectAll().orderBy('escrow').orderBy('seat').execute(),
    claims: await index.selectFrom('claims').selectAll().orderBy('escrow').orderBy('claim').execute(),
    observations: await index.selectFrom('observations').selectAll().orderBy('block').orderBy('logIndex').execute(),
    pledges: await index.selectFrom('pledges').selectAll().orderBy('block').orderBy('logIndex').execute(),
    transfers: await index.selectFrom('transfers').selectAll().orderBy('block').orderBy('logIndex').execute(),
    payments: await index
      .selectFrom('payments')
      .selectAll()
      .orderBy('block')
      .orderBy('logIndex')
      .orderBy('part')
      .execute(),
    holders: await index.selectFrom('holders').selectAll().orderBy('escrow').orderBy('account').execute(),
    owed: await index.selectFrom('owed').selectAll().orderBy('escrow').orderBy('account').execute(),
    operators: await index.selectFrom('operators').selectAll().orderBy('account').execute(),
    acceptances: await index.selectFrom('acceptances').selectAll().orderBy('member').orderBy('escrow').execute(),
  }
  // Rows of SQLite have no prototype.
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => ({ ...row }))]))
}

/** What an index has that reads the chain from the beginning. */
export async function fromZero(stage: Stage): Promise<Record<string, unknown[]>> {
  const index = await openIndex(':memory:')
  try {
    const { follower } = await openFollower(index, stage)
    await catchUp(follower)
    return await contentOf(index)
  } finally {
    await index.destroy()
  }
}
