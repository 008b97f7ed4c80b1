import type { Index } from '../../../indexer/store/openIndex.ts'
import { playHistory, type History } from '../../audit/histories/play.ts'
import { openStage, type Stage } from '../../audit/histories/stage.ts'
import type { DATABASES } from './databases.ts'
import { catchUp, openFollower } from './follow.ts'
import { serve, type Served } from './served.ts'

/** A random history of six escrows on the real contracts, and an index of it that answers. */
export interface IndexedHistory {
  stage: Stage
  history: History
  index: Index
  api: Served
  close(): Promise<void>
}

/** @param open opens an empty database. */
export async function indexedHistory(open: (typeof DATABASES)[number]['open']): Promise<IndexedHistory> {
  const stage = await openStage()
  const history = await playHistory(14, { stage, blocks: 14, escrows: 6 })
  const database = await open()
  const index = await database.connect()
  const { follower } = await openFollower(index, stage)
  await catchUp(follower)
  const api = serve(index)
  const close = async (): Promise<void> => {
    await api.server.close()
    await database.stop()
    await stage.close()
  }
  return { stage, history, index, api, close }
}
