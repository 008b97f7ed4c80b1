import { decodeFunctionResult, encodeFunctionData, type Address, type Hex } from 'viem'
import { pledgeRouterAbi } from '../abi/pledgeRouter.ts'
import type { Permit } from './signPermit.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/** Submits a call of the router, after the permits that it needs, all in one transaction. @returns what the call itself returns. */
export async function submitToRouter(
  writer: Writer,
  router: Address,
  permits: readonly Permit[],
  data: Hex,
): Promise<Written<Hex> & { result: Hex }> {
  if (permits.length === 0) return submit(writer, { to: router, data })
  const permitting = permits.map(({ token, value, deadline, v, r, s }) =>
    encodeFunctionData({ abi: pledgeRouterAbi, functionName: 'permit', args: [token, value, deadline, v, r, s] }),
  )
  const call = { abi: pledgeRouterAbi, functionName: 'multicall' } as const
  const sent = await submit(writer, {
    to: router,
    data: encodeFunctionData({ ...call, args: [[...permitting, data]] }),
  })
  const results = decodeFunctionResult({ ...call, data: sent.result })
  return { ...sent, result: results[permits.length] ?? '0x' }
}
