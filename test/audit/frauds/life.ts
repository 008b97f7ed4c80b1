/** What happens to one escrow, call by call at exact seconds; calls that are refused are told apart from those that are not. */
import {
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  getAddress,
  keccak256,
  maxUint256,
  parseAbi,
  stringToHex,
  toFunctionSelector,
  toHex,
  zeroAddress,
  zeroHash,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type Hex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../../sdk/abi/escrowFactory.ts'
import { encodeOutcome, parseOutcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { observationTypedData } from '../../../sdk/model/typedData.ts'
import { OUTCOME } from '../../sdk/samples.ts'
import { UNIT } from '../../sdk/world.ts'
import type { Contracts, Stage } from './stage.ts'

export const HOUR = 3_600n
export const DAY = 86_400n

type Write = ContractFunctionName<typeof escrowAbi, 'nonpayable'>
type Args<N extends Write> = ContractFunctionArgs<typeof escrowAbi, 'nonpayable', N>

/** Keys of the panel's members, whose addresses ascend, and of one who is on no panel. */
export const MEMBERS = Array.from({ length: 5 }, (_, i) =>
  privateKeyToAccount(keccak256(stringToHex(`member ${i}`))),
).sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
export const NOBODY = privateKeyToAccount(keccak256(stringToHex('on no panel')))

const { document, hash } = encodeOutcome(parseOutcome({ ...OUTCOME, breakClause: 'A thing comes undone.' }))
/** The document of every escrow here. */
export const DOCUMENT: Hex = document

const ROLES = { funder: 0, second: 1, solver: 2, payee: 3, stranger: 4, arbiter: 5, rival: 6, insider: 7 } as const
export type Role = keyof typeof ROLES

/** `Units`: 10 tokens a unit up to 100, panel 3 of 5, a claim fee of 10; `change` replaces fields. */
export function termsOf(token: Address, now: bigint, change: Partial<Terms> = {}): Terms {
  return {
    outcome: hash,
    asset: token,
    rule: 0,
    curve: [
      { measurement: 0n, price: 0n },
      { measurement: 100n, price: 1_000n * UNIT },
    ],
    minStep: 1n,
    pledgeBy: now + 30n * DAY,
    threshold: 100n * UNIT,
    cap: 1_000n * UNIT,
    claimBy: now + 60n * DAY,
    verifyWithin: 7n * DAY,
    challengeWithin: 0n,
    arbitrateWithin: 0n,
    lastCall: 0n,
    panel: MEMBERS.map(({ address }) => getAddress(address)),
    quorum: 3n,
    arbiter: zeroAddress,
    claimFee: 10n * UNIT,
    challengeFee: 0n,
    holdback: 0n,
    warranty: 0n,
    ...change,
  }
}

export class Life {
  readonly stage: Stage
  readonly contracts: Contracts
  readonly terms: Terms
  /** Whether each call was taken, in order. */
  readonly outcomes: boolean[] = []
  escrow: Address = zeroAddress
  /** The second of the last call. */
  now: bigint
  #claims = 0

  constructor(stage: Stage, contracts: Contracts, change: Partial<Terms>) {
    this.stage = stage
    this.contracts = contracts
    this.now = stage.start
    this.terms = termsOf(contracts.token, stage.start, change)
  }

  of = (role: Role): Address => this.stage.accounts[ROLES[role]]!

  /** Whether `from` could send `data` to `to`, a second after the last call. */
  async #send(from: Role, to: Address, data: Hex): Promise<boolean> {
    await this.stage.request('evm_setNextBlockTimestamp', Number(++this.now))
    const before = await this.stage.client.getBlockNumber()
    const taken = await this.stage
      .request('eth_sendTransaction', { from: this.of(from), to, data, gas: toHex(10_000_000) })
      .then(
        () => true,
        () => false,
      )
    if ((await this.stage.client.getBlockNumber()) !== before + 1n) throw new Error('the call was not mined')
    this.outcomes.push(taken)
    return taken
  }

  /** The next call comes after second `time`. */
  after(time: bigint): void {
    if (time > this.now) this.now = time
  }

  /** Creates the escrow (`terms`: as it is to be) and lets everybody's tokens flow into it. Throws if it is refused. */
  async create(): Promise<void> {
    if (!(await this.tryCreate())) throw new Error('the escrow was not created')
  }

  async tryCreate(terms: Terms = this.terms, published: Hex = DOCUMENT): Promise<boolean> {
    const args = [terms, published] as const
    const data = encodeFunctionData({ abi: escrowFactoryAbi, functionName: 'create', args })
    const from = await this.stage.client.getBlockNumber()
    if (!(await this.#send('stranger', this.contracts.factory, data))) return false
    const logs = await this.stage.client.getContractEvents({
      address: this.contracts.factory,
      abi: escrowFactoryAbi,
      eventName: 'Created',
      fromBlock: from + 1n,
    })
    const made = logs[0]?.args.escrow
    if (made === undefined) throw new Error('the factory told of no escrow')
    this.escrow = made
    const approve = encodeFunctionData({ abi: erc20, functionName: 'approve', args: [made, maxUint256] })
    for (const role of Object.keys(ROLES) as Role[]) await this.#send(role, this.contracts.token, approve)
    return true
  }

  /** A call that may be refused. */
  async attempt<N extends Write>(from: Role, functionName: N, args: Args<N>): Promise<boolean> {
    const call = { abi: escrowAbi, functionName, args } as Parameters<typeof encodeFunctionData>[0]
    return this.#send(from, this.escrow, encodeFunctionData(call))
  }

  /** A call that must be taken. */
  async call<N extends Write>(from: Role, functionName: N, args: Args<N>): Promise<void> {
    if (!(await this.attempt(from, functionName, args))) throw new Error(`${functionName} was refused`)
  }

  /** A call of a function that the escrow may not have, such as `sweep()`. */
  async hidden(from: Role, signature: string, words: Hex[] = []): Promise<boolean> {
    return this.#send(from, this.escrow, concat([toFunctionSelector(signature), ...words]))
  }

  /** Tokens given without being asked for. */
  async gift(amount: bigint): Promise<void> {
    const args = [this.escrow, amount] as const
    const data = encodeFunctionData({ abi: erc20, functionName: 'transfer', args })
    await this.#send('stranger', this.contracts.token, data)
  }

  async pledge(amount = this.terms.cap, from: Role = 'funder'): Promise<void> {
    await this.call(from, 'deposit', [amount, this.of(from)])
  }

  /** A key and commitment that were not used yet. */
  fresh(solver: Role = 'solver', target: Hex = zeroHash): { commitment: Hex; key: Hex } {
    const commitment = keccak256(stringToHex(`commitment ${this.#claims++}`))
    return { commitment, key: this.keyOf(commitment, solver, target) }
  }

  keyOf(commitment: Hex, solver: Role = 'solver', target: Hex = zeroHash): Hex {
    const types = [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }] as const
    return keccak256(encodeAbiParameters(types, [this.of(solver), commitment, target]))
  }

  /** Files a claim; returns its key. */
  async file(solver: Role = 'solver'): Promise<Hex> {
    const { commitment, key } = this.fresh(solver)
    await this.call(solver, 'file', [commitment, this.of('payee'), URI])
    return key
  }

  async tryFile(solver: Role = 'solver', commitment = this.fresh(solver).commitment): Promise<boolean> {
    return this.attempt(solver, 'file', [commitment, this.of('payee'), URI])
  }

  /** Files a break claim of the rival's, paid to itself; returns its key. */
  async fileBreak(target: Hex): Promise<Hex> {
    const { commitment, key } = this.fresh('rival', target)
    await this.call('rival', 'fileBreak', [target, commitment, this.of('rival'), URI])
    return key
  }

  async observation(claim: Hex, seat: number, measurement: bigint, signer = MEMBERS[seat]!) {
    const report = keccak256(stringToHex(`report of ${seat}`))
    const message = { claim, member: getAddress(signer.address), measurement, report }
    const chainId = await this.stage.client.getChainId()
    const signature = await signer.signTypedData(observationTypedData(chainId, this.escrow, message))
    return { seat: BigInt(seat), measurement, report, signature }
  }

  /** Submits an observation of each of `measurements`, seat by seat; undefined leaves a seat out. */
  async observe(claim: Hex, measurements: readonly (bigint | undefined)[]): Promise<void> {
    if (!(await this.tryObserve(claim, measurements))) throw new Error('observe was refused')
  }

  async tryObserve(claim: Hex, measurements: readonly (bigint | undefined)[]): Promise<boolean> {
    const observations = []
    for (const [seat, measurement] of measurements.entries()) {
      if (measurement !== undefined) observations.push(await this.observation(claim, seat, measurement))
    }
    return this.attempt('stranger', 'observe', [claim, observations])
  }

  /** Files a claim of which every member observes `measurement`. */
  async observed(measurement: bigint, solver: Role = 'solver'): Promise<Hex> {
    const key = await this.file(solver)
    await this.observe(
      key,
      MEMBERS.map(() => measurement),
    )
    return key
  }

  /** The same, settled at once (where nobody arbitrates). */
  async settled(measurement: bigint): Promise<Hex> {
    const key = await this.observed(measurement)
    await this.call('stranger', 'settle', [1n])
    return key
  }

  /** A break claim that every member observes as `measurement`. */
  async observedBreak(target: Hex, measurement: bigint): Promise<Hex> {
    const key = await this.fileBreak(target)
    await this.observe(
      key,
      MEMBERS.map(() => measurement),
    )
    return key
  }

  async collect(role: Role, from: Role = role): Promise<boolean> {
    return this.attempt(from, 'collect', [this.of(role), this.of(role)])
  }

  /** Collects what a member is owed; anybody may. */
  async collectFor(account: Address): Promise<boolean> {
    return this.attempt('stranger', 'collect', [account, account])
  }

  /** What everybody can see of the chain but hashes: two lives with the same facts are the same. */
  async facts(): Promise<string> {
    const { request, accounts } = this.stage
    const logs = (await request('eth_getLogs', { fromBlock: toHex(this.contracts.block + 1n), toBlock: 'latest' })) as {
      address: Hex
      topics: Hex[]
      data: Hex
      blockNumber: Hex
    }[]
    const balances = []
    for (const account of [...accounts, this.escrow, ...MEMBERS.map(({ address }) => address)]) {
      const args = [account] as const
      const address = this.contracts.token
      balances.push(
        String(await this.stage.client.readContract({ address, abi: erc20, functionName: 'balanceOf', args })),
      )
    }
    return JSON.stringify([
      this.outcomes,
      logs.map(({ address, topics, data, blockNumber }) => [address, topics, data, blockNumber]),
      balances,
    ])
  }
}

const URI = 'https://example.org/bundle.age'
const erc20 = parseAbi([
  'function approve(address, uint256) returns (bool)',
  'function transfer(address, uint256) returns (bool)',
  'function balanceOf(address) view returns (uint256)',
])
