import { decodeFunctionData, zeroHash, type Hex } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import type { EscrowEvent } from '../history.ts'

/**
 * Whether a call of the escrow, by who the event says acted or by a spender, asks for what the event says happened: by whom, for whom,
 * how much. Texts are not compared: nothing follows from them.
 */
export function explains(event: EscrowEvent, caller: string, input: Hex): boolean {
  const call = decoded(input)
  if (call === undefined) return false
  const { functionName, args } = call
  const isCall = (name: string, ...expected: readonly unknown[]): boolean =>
    functionName === name && expected.every((one, i) => one === undefined || same(one, args?.[i]))
  switch (event.eventName) {
    case 'Transfer': {
      const { from, to, value } = event.args
      return (isCall('transfer', to, value) && same(from, caller)) || isCall('transferFrom', from, to, value)
    }
    case 'Approval': {
      const { owner, spender, value } = event.args
      return isCall('approve', spender, value) && same(owner, caller)
    }
    case 'Deposit': {
      const { owner, assets, shares } = event.args
      return isCall('deposit', assets, owner) || isCall('mint', shares, owner)
    }
    case 'Withdraw': {
      const { receiver, owner, assets, shares } = event.args
      return isCall('redeem', shares, receiver, owner) || isCall('withdraw', assets, receiver, owner)
    }
    case 'Filed': {
      const { target, payee, commitment } = event.args
      return same(target, zeroHash) ? isCall('file', commitment, payee) : isCall('fileBreak', target, commitment, payee)
    }
    case 'Challenged':
      return isCall('challenge', event.args.claim)
    case 'Ruled':
      return isCall('rule', event.args.claim, event.args.measurement)
    case 'Assigned':
      return isCall('assign', event.args.claim, event.args.to)
    case 'Collected':
      return isCall('collect', event.args.account, event.args.to)
    default:
      return false
  }
}

function same(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a.toLowerCase() === b.toLowerCase() : a === b
}

function decoded(input: Hex): { functionName: string; args?: readonly unknown[] } | undefined {
  try {
    return decodeFunctionData({ abi: escrowAbi, data: input })
  } catch {
    return undefined // no function of an escrow, or arguments that are none
  }
}
