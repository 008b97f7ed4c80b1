import { encodeFunctionData, erc20Abi, type Address, type Hex } from 'viem'

/** A call that succeeds for everybody, and is another one for each amount: approving so many tokens. */
export function sendTo(token: Address, amount: bigint): { to: Address; data: Hex } {
  const spender: Address = '0x00000000000000000000000000000000000000b2'
  return { to: token, data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender, amount] }) }
}
