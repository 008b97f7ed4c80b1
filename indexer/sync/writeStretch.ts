import { getAddress, isAddressEqual, type Address, type PublicClient } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { getToken } from '../../sdk/actions/getToken.ts'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'
import { escrowAddress, termsOfCode } from '../../sdk/model/escrowAddress.ts'
import { packTerms } from '../../sdk/model/termsCode.ts'
import { derive } from '../derive/derive.ts'
import { placedEvent, plain } from '../derive/events.ts'
import { keysInChunks, rowsInChunks } from '../store/inChunks.ts'
import { setCursor } from '../store/meta.ts'
import type { Index } from '../store/openIndex.ts'
import type { AssetsTable, TermsTable } from '../store/tables.ts'
import { eachOf } from './blocks.ts'
import type { Stretch } from './readStretch.ts'

/** How many of the last blocks without logs are remembered. */
const RING = 256
/** The longest symbol of a token that is kept: anybody can deploy one. */
const MOST_SYMBOL = 64

/** What a stretch needs to be written, besides its logs: terms of new escrows, and their tokens. */
export interface Lookups {
  terms: TermsTable[]
  assets: AssetsTable[]
}

/**
 * Terms of the escrows that a stretch created, from their code, and what their tokens call themselves.
 * @throws {ConnectionError} when the endpoint does not answer, or gives an escrow that is not the factory's.
 */
export async function lookUp(
  index: Index,
  client: PublicClient,
  deployment: Deployment,
  created: readonly Address[],
): Promise<Lookups> {
  const known = new Set<Address>()
  for (const some of keysInChunks(created)) {
    const rows = await index.selectFrom('terms').select('escrow').where('escrow', 'in', some).execute()
    for (const { escrow } of rows) known.add(escrow)
  }
  const fresh = created.filter((escrow) => !known.has(escrow))
  const found = await eachOf(fresh, async (escrow) => {
    const terms = termsOfCode((await explained(() => client.getCode({ address: escrow }))) ?? '0x')
    if (!isAddressEqual(escrowAddress(deployment, terms), escrow))
      throw new ConnectionError(`The endpoint gave an escrow ${escrow} that is not the factory's.`)
    return { escrow, code: packTerms(terms), asset: getAddress(terms.asset) }
  })
  const tokens = new Set((await index.selectFrom('assets').select('asset').execute()).map(({ asset }) => asset))
  const unknown = [...new Set(found.map(({ asset }) => asset))].filter((asset) => !tokens.has(asset))
  const assets = await eachOf(unknown, async (asset) => ({ asset, ...(await tokenOf(client, asset)) }))
  return { terms: found.map(({ escrow, code }) => ({ escrow, code })), assets }
}

/** A token that does not say what it is must not hide its escrows. */
async function tokenOf(client: PublicClient, asset: Address): Promise<Pick<AssetsTable, 'symbol' | 'decimals'>> {
  try {
    const { symbol, decimals } = await getToken(client, asset)
    return { symbol: Array.from(plain(symbol)).slice(0, MOST_SYMBOL).join(''), decimals }
  } catch (error) {
    if (error instanceof RevertError) return { symbol: null, decimals: null }
    throw error
  }
}

/** Writes a stretch, what follows from it and the position after it, within a transaction. */
export async function writeStretch(transaction: Index, stretch: Stretch, { terms, assets }: Lookups): Promise<void> {
  for (const rows of rowsInChunks(terms))
    await transaction
      .insertInto('terms')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (const rows of rowsInChunks(assets))
    await transaction
      .insertInto('assets')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (const rows of rowsInChunks(stretch.logs)) await transaction.insertInto('logs').values(rows).execute()
  for (const rows of rowsInChunks(stretch.blocks)) await transaction.insertInto('blocks').values(rows).execute()
  const times = new Map(stretch.blocks.map(({ number, time }) => [number, time]))
  await derive(
    transaction,
    stretch.logs.map((log) => placedEvent(log, times.get(log.block) ?? 0)),
  )
  await setCursor(transaction, stretch.end)
  await transaction
    .deleteFrom('blocks')
    .where('hasLogs', '=', 0)
    .where('number', '<', stretch.end.number - RING)
    .execute()
}
