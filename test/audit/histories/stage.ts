/** A chain with Lodestone, tokens and accounts on it, on which histories are played one after the other. */
import { network } from 'hardhat'
import {
  createPublicClient,
  createWalletClient,
  custom,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  http,
  maxUint256,
  numberToHex,
  parseAbi,
  type Address,
  type Hex,
  type PublicClient,
  type Transport,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import type { RawLog } from '../../../sdk/events/event.ts'
import type { Origin } from '../../../sdk/model/escrowAddress.ts'
import { readArtifact } from '../../sdk/world.ts'
import { DELEGATED, FUNDERS, OWNERS, PEOPLE, SOLVERS, STRANGER } from './people.ts'

/** The assets of escrows: plain ones of 6, 18 and 2 decimals, one whose transfers return nothing, and shares of a vault. */
export const TOKENS = ['dollar', 'ether', 'cent', 'quiet', 'vault'] as const
export type TokenName = (typeof TOKENS)[number]

/** A transaction before it is sent. */
export interface Call {
  from: Address
  to: Address
  data: Hex
  /** How much gas it may use; a usual amount by default. */
  gas?: bigint
}

/** A log of a block, and the transaction it belongs to. */
export interface MinedLog extends RawLog {
  transactionHash: Hex
}

export interface MinedBlock {
  number: bigint
  timestamp: bigint
  logs: MinedLog[]
}

export interface Stage {
  client: PublicClient
  chainId: number
  origin: Origin
  router: Address
  directory: Address
  tokens: Readonly<Record<TokenName, Address>>
  /** A contract account that makes several calls in one transaction: funder, solver and caller of what is open to all. */
  house: Address
  /** Members that are contracts (ERC-1271). They take the signatures of `OWNERS` at first, in this order. */
  wallets: readonly Address[]
  /** The first block after all this was made, and its time in unix seconds. */
  first: { number: bigint; timestamp: bigint }
  /** Mines one block at unix second `at` with exactly these transactions; some of them may revert. */
  mine(at: bigint, calls: readonly Call[]): Promise<MinedBlock>
  /** What `to` answers to `data`, at the latest block or another one. */
  call(to: Address, data: Hex, block?: bigint): Promise<Hex>
  /** The balances of the accounts, token by token. */
  balances(tokens: readonly Address[], accounts: readonly Address[]): Promise<bigint[]>
  /** Back to where the stage was when it was opened. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** Base units of each token that everybody gets, and wei. */
export const PURSE = 10n ** 33n
const GAS_MONEY = 10n ** 24n
const GAS = 4_000_000n
/** Calls of the setup in one block: their gas fits into any block. */
const TOGETHER = 7
const GAS_PRICE = 10n ** 10n
const START = new Date('2027-01-01T00:00:00Z')

export const tokenAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function transfer(address to, uint256 amount)',
  'function deposit(uint256 assets, address receiver)',
])
export const walletAbi = parseAbi(['function rotate(address signer)'])
export const batchAbi = parseAbi([
  'struct BatchedCall { address target; bytes data; }',
  'function run(BatchedCall[] calls) returns (uint256)',
  'function balances(address[] tokens, address[] accounts) view returns (uint256[])',
])

type Request = (method: string, ...params: unknown[]) => Promise<unknown>
const Text = z.custom<Hex>((value) => typeof value === 'string' && value.startsWith('0x'))
const Block = z.object({ hash: Text, number: Text, timestamp: Text, transactions: z.array(Text) })
const Logs = z.array(z.object({ address: Text, topics: z.array(Text), data: Text, transactionHash: Text }))

/** Opens one on an embedded chain of its own or, with `url`, on an anvil or hardhat node that nobody else uses. */
export async function openStage(url?: string): Promise<Stage> {
  const { transport, close } = url === undefined ? await embedded() : { transport: http(url), close: async () => {} }
  const client: PublicClient = createPublicClient({ transport, pollingInterval: 10, cacheTime: 0 })
  const raw = client.request as (call: { method: string; params: unknown[] }) => Promise<unknown>
  const request: Request = (method, ...params) => raw({ method, params })
  if (url !== undefined) await takeOver(request)
  await request('evm_setAutomine', false)

  let now = (await client.getBlock()).timestamp
  const mine: Stage['mine'] = async (at, calls) => {
    const hashes = []
    for (const { from, to, data, gas = GAS } of calls) {
      hashes.push(await request('eth_sendTransaction', { from, to, data, ...FEES, gas: numberToHex(gas) }))
    }
    return finish(at, hashes)
  }
  async function finish(at: bigint, hashes: unknown[]): Promise<MinedBlock> {
    await request('evm_setNextBlockTimestamp', numberToHex(at))
    await request('evm_mine')
    const block = Block.parse(await request('eth_getBlockByNumber', 'latest', false))
    if (block.transactions.length !== hashes.length || BigInt(block.timestamp) !== at) {
      throw new Error(`the node mined another block than asked at ${at}`)
    }
    const logs = Logs.parse(await request('eth_getLogs', { blockHash: block.hash })) as MinedLog[]
    now = at
    return { number: BigInt(block.number), timestamp: at, logs }
  }
  async function deploy(source: string, args: unknown[]): Promise<Address> {
    const data = encodeDeployData({ ...(await readArtifact(source)), args })
    const hash = (await request('eth_sendTransaction', {
      from: STRANGER.address,
      data,
      ...FEES,
      gas: numberToHex(12_000_000),
    })) as Hex
    await finish(now + 1n, [hash])
    const { contractAddress } = await client.getTransactionReceipt({ hash })
    if (!contractAddress) throw new Error(`${source} was not deployed`)
    return getAddress(contractAddress)
  }

  const implementation = await deploy('Escrow.sol/Escrow', [])
  const factory = await deploy('EscrowFactory.sol/EscrowFactory', [implementation])
  const router = await deploy('periphery/PledgeRouter.sol/PledgeRouter', [factory])
  const directory = await deploy('periphery/OperatorDirectory.sol/OperatorDirectory', [factory])
  const house = await deploy('mocks/BatchCaller.sol/BatchCaller', [])
  const dollar = await deploy('mocks/TestToken.sol/TestToken', ['Test Dollar', 'TUSD', 6])
  const tokens = {
    dollar,
    ether: await deploy('mocks/TestToken.sol/TestToken', ['Test Ether', 'TETH', 18]),
    cent: await deploy('mocks/TestToken.sol/TestToken', ['Test Cent', 'TCNT', 2]),
    quiet: await deploy('mocks/tokens/QuietToken.sol/QuietToken', []),
    vault: await deploy('mocks/tokens/SavingsVault.sol/SavingsVault', [dollar]),
  }
  const wallets: Address[] = []
  for (const { address } of OWNERS) wallets.push(await deploy('mocks/members/MemberWallet.sol/MemberWallet', [address]))
  const permissive = await deploy('mocks/members/MemberPermissive.sol/MemberPermissive', [])

  const call = (
    from: Address,
    to: Address,
    name: 'mint' | 'approve' | 'deposit',
    args: readonly [unknown, unknown],
  ) => ({
    from,
    to,
    data: encodeFunctionData({ abi: tokenAbi, functionName: name, args: args as never }),
  })
  const mints = [...PEOPLE.map(({ address }) => address), house].flatMap((account) =>
    [tokens.dollar, tokens.ether, tokens.cent, tokens.quiet].map((token) =>
      call(STRANGER.address, token, 'mint', [account, 2n * PURSE]),
    ),
  )
  const savers = [...FUNDERS, ...SOLVERS, STRANGER].flatMap(({ address }) => [
    call(address, dollar, 'approve', [tokens.vault, maxUint256]),
    call(address, tokens.vault, 'deposit', [PURSE, address]),
  ])
  const house_ = call(STRANGER.address, tokens.vault, 'deposit', [PURSE / 4n, house])
  const routed = FUNDERS.flatMap(({ address }) =>
    Object.values(tokens).map((token) => call(address, token, 'approve', [router, maxUint256])),
  )
  const all = [...mints, ...savers, house_, ...routed]
  for (let i = 0; i < all.length; i += TOGETHER) await mine(now + 1n, all.slice(i, i + TOGETHER))
  await delegate(transport, client, permissive)
  await finish(now + 1n, [0])

  const answer: Stage['call'] = async (to, data, block) =>
    Text.parse(await request('eth_call', { to, data }, block === undefined ? 'latest' : numberToHex(block)))
  let snapshot = await request('evm_snapshot')
  const first = { number: (await client.getBlockNumber()) + 1n, timestamp: now }
  return {
    client,
    chainId: await client.getChainId(),
    origin: { factory, implementation },
    router,
    directory,
    tokens,
    house,
    wallets,
    first,
    mine,
    call: answer,
    balances: async (assets, accounts) => {
      const data = encodeFunctionData({ abi: batchAbi, functionName: 'balances', args: [assets, accounts] })
      return [...decodeFunctionResult({ abi: batchAbi, functionName: 'balances', data: await answer(house, data) })]
    },
    reset: async () => {
      if ((await request('evm_revert', snapshot)) !== true) throw new Error('the node did not go back to its snapshot')
      snapshot = await request('evm_snapshot')
      now = first.timestamp
    },
    close,
  }
}

const FEES = { gasPrice: numberToHex(GAS_PRICE) }

async function embedded(): Promise<{ transport: Transport; close: () => Promise<void> }> {
  const connection = await network.create({
    network: 'default',
    override: {
      initialDate: START,
      blockGasLimit: 600_000_000n,
      accounts: PEOPLE.map(({ key }) => ({ privateKey: key, balance: GAS_MONEY })),
      mining: { auto: false, interval: 0, mempool: { order: 'fifo' } },
    },
  })
  const { provider } = connection
  const request = (call: { method: string; params?: unknown[] }) => provider.request(call)
  return { transport: custom({ request }, { retryCount: 0 }), close: () => connection.close() }
}

/** Makes the node send for everybody. Anvil and hardhat both know these methods. */
async function takeOver(request: Request): Promise<void> {
  for (const { address } of PEOPLE) {
    await request('hardhat_impersonateAccount', address)
    await request('hardhat_setBalance', address, numberToHex(GAS_MONEY))
  }
}

/** Lets one member run the code of a contract that takes everything for signed (EIP-7702): only its own signatures must count. */
async function delegate(transport: Transport, client: PublicClient, contractAddress: Address): Promise<void> {
  const wallet = createWalletClient({ account: privateKeyToAccount(DELEGATED.key), transport })
  const chainId = await client.getChainId()
  const nonce = await client.getTransactionCount({ address: DELEGATED.address })
  const authorization = await wallet.signAuthorization({ contractAddress, chainId, nonce: nonce + 1 })
  await wallet.sendTransaction({
    to: DELEGATED.address,
    authorizationList: [authorization],
    chain: null,
    nonce,
    gas: GAS,
    maxFeePerGas: GAS_PRICE,
    maxPriorityFeePerGas: 0n,
  })
}
