import type { PublicClient } from 'viem'

/** What a transaction pays for a unit of gas at most, in wei (EIP-1559). */
export interface Fees {
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}

const WEI_PER_GWEI = 1e9
/** A tip begins at a tenth of the cap at most: an endpoint may say anything. It rises where a transaction is stuck. */
const MOST_TIP = 10n

/** The most that a unit of gas may cost, in wei. */
export function capOf(mostGwei: number): bigint {
  return BigInt(Math.floor(mostGwei * WEI_PER_GWEI))
}

/** Fees that are still enough when the base fee doubles, as far as the cap allows; and the base fee of the latest block. */
export async function feesNow(client: PublicClient, cap: bigint): Promise<{ fees: Fees; baseFee: bigint }> {
  const [block, tip] = await Promise.all([client.getBlock(), client.estimateMaxPriorityFeePerGas()])
  const baseFee = block.baseFeePerGas ?? 0n
  // The base fee is the chain's, whatever the endpoint says of it; a tip is paid as it is written.
  const maxPriorityFeePerGas = min(tip, cap / MOST_TIP)
  return { fees: capped({ maxFeePerGas: 2n * baseFee + maxPriorityFeePerGas, maxPriorityFeePerGas }, cap), baseFee }
}

/**
 * The fees of a replacement: those of now, and at least an eighth above those before, since nodes take no replacement for less.
 * @returns undefined where the cap leaves no room for that.
 */
export function bumped(before: Fees, now: Fees, cap: bigint): Fees | undefined {
  const maxFeePerGas = max(anEighthMore(before.maxFeePerGas), now.maxFeePerGas)
  const least = anEighthMore(before.maxPriorityFeePerGas)
  const wanted = capped({ maxFeePerGas, maxPriorityFeePerGas: max(least, now.maxPriorityFeePerGas) }, cap)
  const isEnough = wanted.maxFeePerGas >= anEighthMore(before.maxFeePerGas) && wanted.maxPriorityFeePerGas >= least
  return isEnough ? wanted : undefined
}

function capped({ maxFeePerGas, maxPriorityFeePerGas }: Fees, cap: bigint): Fees {
  const most = min(maxFeePerGas, cap)
  return { maxFeePerGas: most, maxPriorityFeePerGas: min(maxPriorityFeePerGas, most) }
}

function anEighthMore(fee: bigint): bigint {
  return (fee * 9n + 7n) / 8n
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
