import {
  decodeFunctionResult,
  encodeErrorResult,
  encodeFunctionData,
  erc4626Abi,
  isAddressEqual,
  type Address,
} from 'viem'
import { pledgeRouterAbi } from '../abi/pledgeRouter.ts'
import { explainRevertData } from '../errors/explainRevert.ts'
import { allowRouter } from './allowRouter.ts'
import { explained } from './explained.ts'
import { getRooms, type Room } from './getRooms.ts'
import { checkEntries, min, requireLeast, type PledgeEntry, type PlannedPledge } from './plannedPledges.ts'
import { submitToRouter } from './submitToRouter.ts'
import type { Writer, Written } from './writer.ts'

/** What a vault's rate may move between now and the transaction, in basis points, where the caller does not say. */
const SLIPPAGE = 50n

/**
 * Buys shares of ERC-4626 vaults (the escrows' tokens) with one underlying token and pledges them, in one transaction of the router. The
 * shares of the escrows go to the writer; vault shares above the cap, a rounding, too.
 * @param underlying the only token that is spent; each vault must hold it.
 * @param entries `amount` is the most to spend for each, in base units of `underlying`; `least` is in base units of the vault's shares
 * (default: what the vault's rate gives now, less `slippage`).
 * @param options `slippage` in basis points (default 50); `permit` as in `pledgeMany`.
 * @returns what was pledged to each, in base units of the vault's shares; 0 = skipped.
 * @throws {InputError} for entries that cannot be meant; {RevertError} `OtherUnderlying`, `TooLittleFits`, `NothingBought`, `NotEscrow`.
 */
export async function pledgeThroughVault(
  writer: Writer,
  router: Address,
  underlying: Address,
  entries: readonly PledgeEntry[],
  options: { permit?: boolean; slippage?: bigint } = {},
): Promise<Written<readonly bigint[]>> {
  checkEntries(entries)
  const { permit = false, slippage = SLIPPAGE } = options
  const rooms = await getRooms(
    writer.client,
    entries.map(({ escrow }) => escrow),
  )
  const planned = await Promise.all(
    entries.map((entry, i) => plan(writer, underlying, entry, rooms[i] ?? { asset: entry.escrow, room: 0n }, slippage)),
  )
  requireLeast(planned)
  const amount = planned.reduce((sum, { assets }) => sum + assets, 0n)
  const permits = await allowRouter(writer, { token: underlying, router, amount, permit })
  if (permits === false) return { result: undefined, transaction: undefined }
  const call = { abi: pledgeRouterAbi, functionName: 'pledgeThroughVault' } as const
  const sent = await submitToRouter(
    writer,
    router,
    permits,
    encodeFunctionData({ ...call, args: [underlying, planned] }),
  )
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}

/** What to spend on one pledge, and what that buys at the vault's present rate. */
async function plan(
  { client }: Writer,
  underlying: Address,
  { escrow, amount, least }: PledgeEntry,
  { asset, room }: Room,
  slippage: bigint,
): Promise<PlannedPledge> {
  const vault = { address: asset, abi: erc4626Abi } as const
  const found = await explained(() => client.readContract({ ...vault, functionName: 'asset' }))
  if (!isAddressEqual(found, underlying)) {
    const args = [escrow, found, underlying] as const
    throw explainRevertData(encodeErrorResult({ abi: pledgeRouterAbi, errorName: 'OtherUnderlying', args }))
  }
  // What fits may cost more by the time the transaction is included.
  const cost =
    room === 0n
      ? 0n
      : await explained(() => client.readContract({ ...vault, functionName: 'previewMint', args: [room] }))
  const assets = min(amount, (cost * (10_000n + slippage) + 9_999n) / 10_000n)
  const bought = await explained(() =>
    client.readContract({ ...vault, functionName: 'previewDeposit', args: [min(assets, cost)] }),
  )
  const fits = min(bought, room)
  const expected = (fits * (10_000n - slippage)) / 10_000n
  // A full escrow takes nothing, which the caller must have allowed.
  return { escrow, asset, assets, least: least ?? (expected > 1n ? expected : 1n), fits }
}
