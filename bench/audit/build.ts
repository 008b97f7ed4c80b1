/**
 * Builds chains of 10,000 to 1,000,000 logs for measuring audits: many escrows, in each of them pledges, claims with a fee and three
 * observations, settlements, collections, and refunds of everything at the end. Contract accounts make many calls in a transaction.
 */
import {
  concatHex,
  domainSeparator,
  encodeFunctionData,
  getAddress,
  keccak256,
  maxUint256,
  numberToHex,
  pad,
  parseAbi,
  stringToHex,
  zeroAddress,
  type Abi,
  type Address,
  type Hex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../sdk/abi/escrowFactory.ts'
import { escrowAddress } from '../../sdk/model/escrowAddress.ts'
import { claimKey } from '../../sdk/model/evidence.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { deploy, SENDER } from './deploy.ts'
import type { AuditNode } from './node.ts'
import { signInsecurely } from './sign.ts'

/** What a built chain has. */
export interface BuiltChain {
  factory: Address
  implementation: Address
  token: Address
  escrows: Address[]
  /** Logs that an audit reads: of factory and escrows, and transfers of the token to and from escrows. */
  events: number
  blocks: number
}

const [DAY, DOLLAR] = [86_400n, 1_000_000n]
const [ACCOUNTS, FUNDERS, PLEDGES, CLAIMS] = [40, 10, 4, 100]
/** Logs of an escrow: 3 a pledge, 8 a claim less half of the collections, 3 a refund, 2 a member’s collection, its creation, the end of pledging. */
const EACH = FUNDERS * PLEDGES * 3 + CLAIMS * 7 + FUNDERS * 3 + 3 * 2 + 2
const PRICE = 10n * DOLLAR
const CAP = BigInt(CLAIMS) * 2n * PRICE
/** Calls in a transaction. */
const TOGETHER = 20
/**
 * Transactions in a block: at least so many, and more on longer chains, because anvil works out the root of the whole state for each
 * block, and a chain of a million logs in usual blocks would take hours.
 */
const inBlock = (events: number) => Math.max(8, Math.ceil(events / 1_600))
const URI = 'ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aq4a'
const TYPEHASH = keccak256(stringToHex('Observation(bytes32 claim,address member,uint64 measurement,bytes32 report)'))

const helpers = parseAbi([
  'struct BatchedCall { address target; bytes data; }',
  'function run(BatchedCall[] calls) returns (uint256)',
  'function mint(address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
])
const itemsOf = new Map<string, Abi>(
  [...escrowAbi, ...helpers].flatMap((item) => (item.type === 'function' ? [[item.name, [item]] as const] : [])),
)

function encode(name: string, args: readonly unknown[]): Hex {
  const abi = itemsOf.get(name)
  if (abi === undefined) throw new Error(`there is no function ${name}`)
  return encodeFunctionData({ abi, functionName: name, args })
}

const members = ['a', 'b', 'c']
  .map((name) => keccak256(stringToHex(`lodestone bench member ${name}`)))
  .map((key) => ({ secret: BigInt(key), address: privateKeyToAccount(key).address }))
  .sort((x, y) => (BigInt(x.address) < BigInt(y.address) ? -1 : 1))

/** One call of one of the contract accounts. */
interface Call {
  by: number
  target: Address
  data: Hex
}

/** Fills the chain of `node` with about `events` logs. `progress` is told how many are made. */
export async function buildChain(
  node: AuditNode,
  events: number,
  progress: (made: number) => void = () => undefined,
): Promise<BuiltChain> {
  const chain = await Builder.open(node, inBlock(events))
  const [latest] = (await node.send([['eth_getBlockByNumber', 'latest', false]])) as [{ timestamp: Hex }]
  const start = BigInt(latest.timestamp)
  const count = Math.max(1, Math.round(events / EACH))
  const escrows: Address[] = []
  for (let i = 0; i < count; i++) {
    escrows.push(await chain.life(i, start))
    progress((i + 1) * EACH)
  }
  await chain.flush()
  await node.send([['evm_setNextBlockTimestamp', numberToHex(start + 61n * DAY)]])
  for (const [i, escrow] of escrows.entries()) await chain.close(i, escrow)
  await chain.flush()
  const [number] = (await node.send([['eth_blockNumber']])) as [Hex]
  return { ...chain.origin, token: chain.token, escrows, events: count * EACH, blocks: Number(number) }
}

class Builder {
  readonly origin: { factory: Address; implementation: Address }
  readonly token: Address
  readonly #node: AuditNode
  readonly #accounts: readonly Address[]
  readonly #chainId: number
  readonly #together: number
  #waiting: { to: Address; data: Hex }[] = []
  #hashes: Hex[] = []

  private constructor(
    node: AuditNode,
    chainId: number,
    origin: { factory: Address; implementation: Address },
    token: Address,
    accounts: readonly Address[],
    together: number,
  ) {
    this.#together = together
    this.#node = node
    this.#chainId = chainId
    this.origin = origin
    this.token = token
    this.#accounts = accounts
  }

  static async open(node: AuditNode, together: number): Promise<Builder> {
    const implementation = await deploy(node, 'Escrow.sol/Escrow', [])
    const factory = await deploy(node, 'EscrowFactory.sol/EscrowFactory', [implementation])
    const token = await deploy(node, 'mocks/TestToken.sol/TestToken', ['Test Dollar', 'TUSD', 6])
    const accounts: Address[] = []
    for (let i = 0; i < ACCOUNTS; i++) accounts.push(await deploy(node, 'mocks/BatchCaller.sol/BatchCaller', []))
    const [chainId] = (await node.send([['eth_chainId']])) as [Hex]
    const builder = new Builder(node, Number(chainId), { factory, implementation }, token, accounts, together)
    for (const account of accounts) await builder.#send(token, encode('mint', [account, 10n ** 30n]))
    await builder.flush()
    return builder
  }

  /** Creates an escrow and lets all of its claims be paid. */
  async life(number: number, start: bigint): Promise<Address> {
    const terms = this.#terms(number, start)
    const escrow = escrowAddress(this.origin, terms)
    const create = encodeFunctionData({
      abi: escrowFactoryAbi,
      functionName: 'create',
      args: [terms, documentOf(number)],
    })
    await this.#send(this.origin.factory, create)
    const pledge = CAP / BigInt(FUNDERS * PLEDGES)
    const funders = Array.from({ length: FUNDERS }, (_, i) => (number * 7 + i) % ACCOUNTS)
    for (const by of funders) {
      const deposit = encode('deposit', [pledge, this.#accounts[by]])
      const calls = [{ by, target: this.token, data: encode('approve', [escrow, maxUint256]) }]
      await this.#run([...calls, ...Array.from({ length: PLEDGES }, () => ({ by, target: escrow, data: deposit }))])
    }
    const solver = funders[0] ?? 0
    const separator = domainSeparator({
      domain: { name: 'Lodestone', version: '1', chainId: this.#chainId, verifyingContract: escrow },
    })
    for (let i = 0; i < CLAIMS; i += TOGETHER / 2) {
      const claims = Array.from({ length: Math.min(TOGETHER / 2, CLAIMS - i) }, (_, j) => i + j)
      const keys = claims.map((claim) => this.#file(escrow, solver, number, claim))
      await this.#run(keys.map(({ call }) => call))
      await this.#run(keys.map(({ key }) => ({ by: solver, target: escrow, data: observe(separator, key) })))
      const payees = new Set(keys.map(({ payee }) => payee))
      await this.#run([
        { by: solver, target: escrow, data: encode('settle', [1_000]) },
        ...[...payees].map((payee) => ({ by: solver, target: escrow, data: encode('collect', [payee, payee]) })),
      ])
    }
    return escrow
  }

  /** Everybody redeems, and the members collect. */
  async close(number: number, escrow: Address): Promise<void> {
    for (let i = 0; i < FUNDERS; i++) {
      const by = (number * 7 + i) % ACCOUNTS
      const shares = (CAP / BigInt(FUNDERS * PLEDGES)) * BigInt(PLEDGES)
      const account = this.#accounts[by]
      await this.#run([{ by, target: escrow, data: encode('redeem', [shares, account, account]) }])
    }
    const fees = members.map(({ address }) => ({ by: 0, target: escrow, data: encode('collect', [address, address]) }))
    await this.#run(fees)
  }

  /** Mines what waits. */
  async flush(): Promise<void> {
    if (this.#waiting.length > 0) {
      const fees = { from: SENDER, gas: numberToHex(7_400_000) }
      const [count] = (await this.#node.send([['eth_getTransactionCount', SENDER, 'latest']])) as [Hex]
      // anvil takes the requests of a batch in any order.
      const sent = this.#waiting.map((call, i) => {
        return ['eth_sendTransaction', { ...fees, ...call, nonce: numberToHex(Number(count) + i) }] as const
      })
      this.#waiting = []
      this.#hashes = (await this.#node.send(sent)) as Hex[]
      await this.#node.send([['evm_mine']])
    }
    const receipts = this.#hashes.map((hash) => ['eth_getTransactionReceipt', hash] as const)
    for (const receipt of (await this.#node.send(receipts)) as ({ status: Hex } | null)[]) {
      if (receipt?.status !== '0x1') throw new Error('a transaction was not mined or reverted')
    }
    this.#hashes = []
  }

  #file(escrow: Address, solver: number, number: number, claim: number) {
    const commitment = keccak256(numberToHex(BigInt(number) * 1_000_000n + BigInt(claim), { size: 32 }))
    const payee = getAddress(pad(numberToHex(BigInt(number) * 1_000n + BigInt(claim >> 1) + 2n ** 100n), { size: 20 }))
    const account = this.#accounts[solver] ?? zeroAddress
    const call: Call = { by: solver, target: escrow, data: encode('file', [commitment, payee, URI]) }
    return { key: claimKey(account, commitment), payee, call }
  }

  /** Lets one account make these calls in one transaction. */
  async #run(calls: readonly Call[]): Promise<void> {
    const by = this.#accounts[calls[0]?.by ?? 0] ?? zeroAddress
    await this.#send(by, encode('run', [calls.map(({ target, data }) => ({ target, data }))]))
  }

  async #send(to: Address, data: Hex): Promise<void> {
    this.#waiting.push({ to, data })
    if (this.#waiting.length >= this.#together) await this.flush()
  }

  #terms(number: number, start: bigint): Terms {
    return {
      outcome: keccak256(documentOf(number)),
      asset: this.token,
      rule: 0,
      curve: [
        { measurement: 0n, price: 0n },
        { measurement: BigInt(CLAIMS) * 2n, price: CAP },
      ],
      minStep: 1n,
      pledgeBy: start + 30n * DAY,
      threshold: CAP / 2n,
      cap: CAP,
      claimBy: start + 60n * DAY,
      verifyWithin: DAY,
      challengeWithin: 0n,
      arbitrateWithin: 0n,
      lastCall: 0n,
      panel: members.map(({ address }) => address),
      quorum: 2n,
      arbiter: zeroAddress,
      claimFee: 3n * DOLLAR,
      challengeFee: 0n,
      holdback: 0n,
      warranty: 0n,
    }
  }
}

const documentOf = (number: number): Hex =>
  stringToHex(`{"title":"Outcome ${number}","text":"${'A result. '.repeat(30)}"}`)

/** The calldata that submits all members' observations of a claim: it measures 1. */
function observe(separator: Hex, key: Hex): Hex {
  const observations = members.map(({ secret, address }, seat) => {
    const report = keccak256(concatHex([key, numberToHex(seat, { size: 1 })]))
    const words = concatHex([TYPEHASH, key, pad(address), numberToHex(1, { size: 32 }), report])
    const digest = keccak256(concatHex(['0x1901', separator, keccak256(words)]))
    return { seat: BigInt(seat), measurement: 1n, report, signature: signInsecurely(secret, digest) }
  })
  return encode('observe', [key, observations])
}
