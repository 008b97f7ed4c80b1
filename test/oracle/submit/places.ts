import { encodeFunctionData, erc20Abi, type Address, type Hex, type PublicClient, type TestClient } from 'viem'
import { cliWorld } from '../../cli/cli.ts'
import { controls } from '../panel.ts'
import { MEMBERS, oracleWorld, sampleConfig, testOperator, type TestOperator } from '../world.ts'

/** What the suite runs on. */
export interface Place {
  client: PublicClient
  node: TestClient
  token: Address
  operator(): Promise<TestOperator>
  stop(): Promise<void>
}

/** A chain in this process: it answers with an error to what reverts, though it mines it. */
export async function inProcess(): Promise<Place> {
  const world = await oracleWorld(1, 1)
  const { client, token } = world.sdk
  return { client, token, node: controls(client), operator: () => world.operator(0), stop: () => world.stop() }
}

/** A node of its own: it answers with the hash to everything. */
export async function onAnvil(): Promise<Place> {
  const { client, test, token, factory, operators, stop } = await cliWorld('anvil')
  await test.setBalance({ address: MEMBERS[0]!.address, value: 10n ** 18n })
  const opened: TestOperator[] = []
  return {
    client,
    token,
    node: test,
    operator: async () => {
      const origin = { factory, implementation: factory }
      const operator = await testOperator({ client, origin }, operators, 0, sampleConfig('/nowhere'))
      opened.push(operator)
      return operator
    },
    stop: async () => {
      for (const { store } of opened) await store.destroy()
      await stop()
    },
  }
}

/** A call that succeeds for everybody, and is another one for each amount: approving so many tokens. */
export function sendTo(token: Address, amount: bigint): { to: Address; data: Hex } {
  const spender: Address = '0x00000000000000000000000000000000000000b2'
  return { to: token, data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender, amount] }) }
}
