/** The chain of the development world: in this process, with an endpoint on this machine. */
import { network } from 'hardhat'
import { createTestClient, http } from 'viem'
import { hardhat } from 'viem/chains'
import { chainOn, type Chain } from '../main-job/chain.ts'
import { accountOf } from './roles.ts'

const HOST = '127.0.0.1'

export interface DevChain extends Chain {
  /** The endpoint, which pages of any origin may ask. */
  readonly rpc: string
  /** Mines a block now, so that the chain's clock goes on. */
  tick(): Promise<void>
}

/** Starts it at `start`, in the past; its time is then moved on with `moveTo`, and runs. */
export async function startDevChain(start: Date): Promise<DevChain> {
  const params = { network: 'default', override: { initialDate: start } }
  const server = await network.createServer(params, HOST, 0)
  const { port } = await server.listen()
  const rpc = `http://${HOST}:${port}`
  const transport = http(rpc, { batch: true, retryCount: 0, timeout: 60_000 })
  const node = createTestClient({ mode: 'hardhat', chain: hardhat, transport })
  const chain = chainOn(
    {
      kind: 'A development chain',
      definition: hardhat,
      transport,
      async fund(account, wei) {
        if ((await chain.client.getBalance({ address: account })) < wei)
          await node.setBalance({ address: account, value: wei })
      },
      async mineAt(time) {
        await node.setNextBlockTimestamp({ timestamp: time })
        await node.mine({ blocks: 1 })
      },
      close: () => server.close(),
    },
    accountOf,
  )
  return { ...chain, rpc, tick: () => node.mine({ blocks: 1 }) }
}
