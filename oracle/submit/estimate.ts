import { size, type Address, type Hex } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { twoClients } from '../chain/twoClients.ts'
import type { Operator } from '../operator.ts'

/** What any transaction takes at least, and each of its bytes (EIP-7623). */
const [LEAST_GAS, BYTE_GAS] = [21_000n, 40n]

/**
 * The higher of two endpoints' estimates and a fifth, for what changes before it is included; never less than any transaction takes: one
 * with less is refused for ever, and those behind it wait.
 * @throws {RevertError} where both say that it would revert; {ConnectionError}.
 */
export async function estimate(
  { chain, gas }: Pick<Operator, 'chain' | 'gas'>,
  { to, data }: { to: Address; data: Hex },
): Promise<bigint> {
  const answers = await Promise.allSettled(
    (await twoClients(chain)).map((client) => explained(() => client.estimateGas({ account: gas.address, to, data }))),
  )
  const estimates = answers.flatMap((one) => (one.status === 'fulfilled' ? [(one.value * 6n) / 5n] : []))
  const [refused] = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  if (estimates.length === 0) throw refused
  return [...estimates, LEAST_GAS + BYTE_GAS * BigInt(size(data))].reduce((a, b) => (a > b ? a : b))
}
