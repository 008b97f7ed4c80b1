import { concatHex, numberToHex, size, type Account, type Hex, type PublicClient } from 'viem'
import type { Call } from './writer.ts'

/**
 * Runtime code that makes the calls that its calldata lists (address, value and length of the data in 20, 32 and 32 bytes, then the
 * data), and returns what the last one returned, or reverts as the first that reverted:
 *
 *           push0
 *     loop: dup1 calldatasize eq push1 done jumpi
 *           dup1 push1 52 add calldataload dup1 dup3 push1 84 add push0 calldatacopy
 *           push0 push0 dup3 push0 dup6 push1 20 add calldataload dup7 calldataload push1 96 shr gas call push1 ok jumpi
 *           returndatasize push0 push0 returndatacopy returndatasize push0 revert
 *     ok:   add push1 84 add push1 loop jump
 *     done: returndatasize push0 push0 returndatacopy returndatasize push0 return
 */
const CALLER: Hex =
  '0x5f5b803614603657806034013580826054015f375f5f825f8560140135863560601c5af1602e573d5f5f3e3d5ffd5b016054016001565b3d5f5f3e3d5ff3'

/**
 * What `call` returns to `account` once the calls `before` have been made by it: simulated in one, with code at the account's address
 * that makes them all. Nothing is sent.
 */
export async function callAfter(
  client: PublicClient,
  account: Account,
  before: readonly Call[],
  call: Call,
): Promise<Hex> {
  if (before.length === 0) return (await client.call({ account, ...call })).data ?? '0x'
  const all = [...before, call].map(({ to, data, value = 0n }) =>
    concatHex([to, numberToHex(value, { size: 32 }), numberToHex(size(data), { size: 32 }), data]),
  )
  const simulated = await client.call({
    to: account.address,
    data: concatHex(all),
    stateOverride: [{ address: account.address, code: CALLER }],
  })
  return simulated.data ?? '0x'
}
