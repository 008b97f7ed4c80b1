/** Removes the evidence of claims that nobody observes any more, some time after: a disk that is full ends all work. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Operator, Step } from '../operator.ts'
import { bundlesFolder, bundlePath } from './bundles.ts'
import { isCode } from './files.ts'

const DAY = 86_400
/** Milliseconds between two looks. */
const EVERY = 3_600_000

const looked = new WeakMap<Operator, number>()

/** Looks once an hour. @returns whether something was removed. */
export const discard: Step = async (operator) => {
  const { config, store, chain, clock, log } = operator
  if (clock.now() - (looked.get(operator) ?? -EVERY) < EVERY) return false
  const { timestamp } = await chain.confirmed()
  const before = Number(timestamp) - config.evidence.keepDays * DAY
  const folder = bundlesFolder(config)
  const rows = await store.selectFrom('claims').select(['escrow', 'claim', 'observeUntil']).execute()
  const until = new Map(rows.map((row) => [bundlePath(config, row), row.observeUntil]))
  let did = false
  for (const name of await namesIn(folder)) {
    const path = join(folder, name)
    // Of a claim that is not known, for instance of a block that is gone, by when it came.
    if ((until.get(path) ?? (await stat(path)).mtimeMs / 1000) >= before) continue
    await rm(path, { force: true })
    log.info({ bundle: name }, 'evidence is no longer kept')
    did = true
  }
  looked.set(operator, clock.now())
  return did
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    throw error
  }
}
