/** Builds a chain for measuring the page: many open commitments with real outcome documents, one of them with very many pledges. */
import { readFile } from 'node:fs/promises'
import { encodeFunctionData, getAddress, maxUint256, numberToHex, parseAbi, type Address, type Hex } from 'viem'
import { escrowFactoryAbi } from '../../sdk/abi/escrowFactory.ts'
import { escrowAddress } from '../../sdk/model/escrowAddress.ts'
import { encodeOutcome, parseOutcome } from '../../sdk/model/outcome.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { deploy, SENDER } from '../audit/deploy.ts'
import type { AuditNode } from '../audit/node.ts'

export interface PageChain {
  deployment: Deployment
  /** The newest one has the pledges. */
  escrows: Address[]
}

const [DAY, DOLLAR] = [86_400n, 1_000_000n]
/** Transactions in a block, and pledges in a transaction. */
const [IN_BLOCK, AT_ONCE] = [25, 50]
const FUNDERS = 20
const THEMES = ['weight security', 'monitoring', 'misuse', 'verification', 'inference']
const mocks = parseAbi([
  'struct BatchedCall { address target; bytes data; }',
  'function run(BatchedCall[] calls) returns (uint256)',
  'function mint(address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function deposit(uint256 assets, address receiver)',
])

/** Makes `count` commitments, and `pledges` pledges of different sizes to the last. */
export async function buildPageChain(node: AuditNode, count: number, pledges: number): Promise<PageChain> {
  const implementation = await deploy(node, 'Escrow.sol/Escrow', [])
  const factory = await deploy(node, 'EscrowFactory.sol/EscrowFactory', [implementation])
  const router = await deploy(node, 'periphery/PledgeRouter.sol/PledgeRouter', [factory])
  const directory = await deploy(node, 'periphery/OperatorDirectory.sol/OperatorDirectory', [factory])
  const token = await deploy(node, 'mocks/TestToken.sol/TestToken', ['Test Dollar', 'TUSD', 6])
  const funders: Address[] = []
  for (let i = 0; i < FUNDERS; i++) funders.push(await deploy(node, 'mocks/BatchCaller.sol/BatchCaller', []))
  const queue = new Queue(node)
  for (const funder of funders)
    await queue.add(token, encodeFunctionData({ abi: mocks, functionName: 'mint', args: [funder, 10n ** 30n] }))
  await queue.flush()

  const [{ timestamp }] = (await node.send([['eth_getBlockByNumber', 'latest', false]])) as [{ timestamp: Hex }]
  const sample = await readFile(new URL('../../outcomes/b-exfiltration-risk/outcome.json', import.meta.url), 'utf8')
  const escrows: Address[] = []
  for (let i = 0; i < count; i++) {
    const theme = THEMES[i % THEMES.length]
    const outcome = parseOutcome({ ...(JSON.parse(sample) as object), title: `Outcome number ${i + 1}`, theme })
    const { hash, document } = encodeOutcome(outcome)
    const terms = termsOf(hash, token, BigInt(timestamp), BigInt(i))
    escrows.push(escrowAddress({ factory, implementation }, terms))
    await queue.add(
      factory,
      encodeFunctionData({ abi: escrowFactoryAbi, functionName: 'create', args: [terms, document] }),
    )
  }
  await queue.flush()
  const pool = escrows.at(-1)
  if (pool === undefined) throw new Error('there is no commitment to pledge to')
  const approval = encodeFunctionData({ abi: mocks, functionName: 'approve', args: [pool, maxUint256] })
  for (const funder of funders) await queue.add(funder, run([{ target: token, data: approval }]))
  for (let made = 0; made < pledges; made += AT_ONCE) {
    const funder = funders[(made / AT_ONCE) % FUNDERS] ?? SENDER
    const calls = Array.from({ length: Math.min(AT_ONCE, pledges - made) }, (_, i) => {
      const args = [BigInt(made + i + 1) * 1_003n, funder] as const
      return { target: pool, data: encodeFunctionData({ abi: mocks, functionName: 'deposit', args }) }
    })
    await queue.add(funder, run(calls))
  }
  await queue.flush()
  const origin = { factory, implementation, router, directory }
  return { deployment: { chainId: 31337, ...origin, block: 0, compiler: '0.8.37' }, escrows }
}

function run(calls: readonly { target: Address; data: Hex }[]): Hex {
  return encodeFunctionData({ abi: mocks, functionName: 'run', args: [calls] })
}

function termsOf(outcome: Hex, asset: Address, now: bigint, i: bigint): Terms {
  const goal = (1_000n + i) * 1_000n * DOLLAR
  return {
    outcome,
    asset,
    rule: 1,
    curve: [
      { measurement: 2_000n, price: 0n },
      { measurement: 9_000n, price: goal },
    ],
    minStep: 50n,
    pledgeBy: now + (30n + (i % 60n)) * DAY,
    threshold: goal / 2n,
    cap: goal,
    claimBy: now + 365n * DAY,
    verifyWithin: 30n * DAY,
    challengeWithin: 0n,
    arbitrateWithin: 0n,
    lastCall: 0n,
    panel: [1n, 2n, 3n].map((n) => getAddress(numberToHex(0xa11ce00n + n, { size: 20 }))),
    quorum: 2n,
    arbiter: getAddress(numberToHex(0, { size: 20 })),
    claimFee: 0n,
    challengeFee: 0n,
    holdback: 0n,
    warranty: 0n,
  }
}

/** Transactions that wait for a block. */
class Queue {
  readonly #node: AuditNode
  #waiting: { to: Address; data: Hex }[] = []

  constructor(node: AuditNode) {
    this.#node = node
  }

  async add(to: Address, data: Hex): Promise<void> {
    this.#waiting.push({ to, data })
    if (this.#waiting.length >= IN_BLOCK) await this.flush()
  }

  /** @throws {Error} when one of them reverts. */
  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return
    const [count] = (await this.#node.send([['eth_getTransactionCount', SENDER, 'latest']])) as [Hex]
    // anvil takes the requests of a batch in any order.
    const sent = this.#waiting.map((call, i) => {
      const nonce = numberToHex(Number(count) + i)
      return ['eth_sendTransaction', { from: SENDER, gas: numberToHex(12_000_000), ...call, nonce }] as const
    })
    this.#waiting = []
    const hashes = (await this.#node.send(sent)) as Hex[]
    await this.#node.send([['evm_mine']])
    const receipts = await this.#node.send(hashes.map((hash) => ['eth_getTransactionReceipt', hash] as const))
    if (receipts.some((receipt) => (receipt as { status?: Hex } | null)?.status !== '0x1'))
      throw new Error('a transaction was not mined or reverted')
  }
}
