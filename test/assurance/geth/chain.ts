/** The main job's view of a geth: time is moved by mining each block at the second that it shall have. */
import {
  createWalletClient,
  http,
  keccak256,
  numberToHex,
  zeroHash,
  type EIP1193RequestFn,
  type Hex,
  type Transport,
} from 'viem'
import { localhost } from 'viem/chains'
import { z } from 'zod'
import { chainOn, type Chain } from '../../../scripts/main-job/chain.ts'
import { FAUCET } from './genesis.ts'

/** Who gets the fees. Not the zero address, which the contracts touch: a block's recipient costs less to touch (EIP-3651). */
const RECIPIENT = '0xc014ba5ec014ba5ec014ba5ec014ba5ec014ba5e'

const bytes = z.custom<Hex>((value) => typeof value === 'string' && value.startsWith('0x'))

/** The chain of the geth at `url`, which goes on when the chain is closed. */
export function gethChain(url: string, kind: string): Chain {
  const transport = mining(http(url))
  const { request } = transport({ chain: localhost })
  const faucet = createWalletClient({ account: FAUCET, chain: localhost, transport })
  return chainOn({
    kind,
    definition: localhost,
    transport,
    async fund(to, value) {
      await faucet.sendTransaction({ to, value })
    },
    mineAt: (time) => mine(request, time, []),
    close: () => Promise.resolve(),
  })
}

/** `inner`, but every transaction is mined as soon as it is sent, one second after the last block, one after another. */
function mining(inner: Transport): Transport {
  let before: Promise<void> = Promise.resolve()
  return (settings) => {
    const { request, ...rest } = inner(settings)
    const answer = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
      switch (method) {
        case 'eth_sendRawTransaction': {
          const [raw] = z.tuple([bytes]).parse(params)
          const mined = before.then(async () => mine(request, (await lastTime(request)) + 1n, [raw]))
          // One that fails keeps nobody up.
          before = mined.catch(() => undefined)
          await mined
          return keccak256(raw)
        }
        // Nothing is ever pending; geth would answer from its pool, which learns of a block a little later.
        case 'eth_getTransactionCount': {
          const [address] = z.tuple([bytes, z.string()]).parse(params)
          return request({ method, params: [address, 'latest'] })
        }
        default:
          return request({ method, params })
      }
    }
    return { ...rest, request: answer as EIP1193RequestFn }
  }
}

async function lastTime(request: EIP1193RequestFn): Promise<bigint> {
  const block: unknown = await request({ method: 'eth_getBlockByNumber', params: ['latest', false] })
  return BigInt(z.object({ timestamp: bytes }).parse(block).timestamp)
}

/** Builds a block of exactly `transactions` at `time`, in unix seconds, validates it and makes it the last. */
async function mine(request: EIP1193RequestFn, time: bigint, transactions: readonly Hex[]): Promise<void> {
  const attributes = {
    timestamp: numberToHex(time),
    prevRandao: zeroHash,
    suggestedFeeRecipient: RECIPIENT,
    withdrawals: [],
    parentBeaconBlockRoot: zeroHash,
  }
  await request({ method: 'testing_commitBlockV1', params: [attributes, transactions, null] })
}
