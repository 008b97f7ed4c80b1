/** Histories written down by hand: whatever a test says happened, with every figure given, signed by the panel where it says so. */
import { getAddress, keccak256, stringToHex, zeroAddress, zeroHash, type Address, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { AssetTransfer, Entry, Pinned, Subject } from '../../../audit/history.ts'
import type { EventName } from '../../../sdk/events/event.ts'
import { observationTypedData } from '../../../sdk/model/typedData.ts'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'
import { claimKey } from '../../../sdk/model/evidence.ts'

const account = (name: string) => privateKeyToAccount(keccak256(stringToHex(`script: ${name}`)))
const address = (text: string): Address => getAddress(`0x${keccak256(stringToHex(text)).slice(26)}`)

/** The members of the panel, by seat. */
export const MEMBERS = ['first', 'second', 'third']
  .map(account)
  .sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
export const who = (name: string): Address => address(`who: ${name}`)
export const ESCROW = address('escrow')
const CHAIN_ID = 31_337

/** A curve of 10 units a step up to 1,000, three members, an arbiter, fees, and a fifth of each payment held. */
export const TERMS: Terms = {
  outcome: keccak256('0x01'),
  asset: address('asset'),
  rule: Rule.Units,
  curve: [
    { measurement: 0n, price: 0n },
    { measurement: 100n, price: 1_000n },
  ],
  minStep: 1n,
  pledgeBy: 1_000n,
  threshold: 500n,
  cap: 1_000n,
  claimBy: 100_000n,
  verifyWithin: 3_600n,
  challengeWithin: 500n,
  arbitrateWithin: 400n,
  lastCall: 0n,
  panel: MEMBERS.map((member) => member.address),
  quorum: 2n,
  arbiter: who('arbiter'),
  claimFee: 9n,
  challengeFee: 7n,
  holdback: 2_000n,
  warranty: 10_000n,
}

export const subjectOf = (terms: Terms): Subject => ({
  chainId: CHAIN_ID,
  factory: address('factory'),
  implementation: address('implementation'),
  escrow: ESCROW,
  terms,
  document: undefined,
  created: undefined,
})

/** What an entry says, without its place. */
export type Said = { eventName: EventName | 'AssetTransfer'; args: Record<string, unknown> }

/** Transactions, one a block, each with a name by which a test finds it again. */
export class Script {
  readonly terms: Terms
  readonly transactions: { name: string; time: bigint; entries: Said[] }[] = []
  #salt = 0

  constructor(terms: Partial<Terms> = {}) {
    this.terms = { ...TERMS, ...terms }
  }

  add(name: string, time: bigint, ...entries: Said[]): this {
    this.transactions.push({ name, time, entries })
    return this
  }

  pledge(name: string, time: bigint, funder: string, amount: bigint): this {
    const owner = who(funder)
    return this.add(
      name,
      time,
      said('Transfer', { from: zeroAddress, to: owner, value: amount }),
      said('Deposit', { sender: owner, owner, assets: amount, shares: amount }),
      moved(owner, ESCROW, amount),
    )
  }

  /** A claim of `solver`, who is paid for it; returns its key. */
  file(name: string, time: bigint, solver: string, index: bigint, target: Hex = zeroHash): Hex {
    const commitment = keccak256(stringToHex(`commitment ${this.#salt++}`))
    const payee = who(solver)
    const key = target === zeroHash ? claimKey(payee, commitment) : claimKey(payee, commitment, target)
    const filed = { claim: key, target, solver: payee, index, payee, commitment, uri: 'ipfs://x' }
    this.add(name, time, said('Filed', filed), moved(payee, ESCROW, this.terms.claimFee))
    return key
  }

  /** What members measured, by seat; `passed` where the escrow says so after it. */
  async observe(
    name: string,
    time: bigint,
    claim: Hex,
    measured: Record<number, bigint>,
    passed = false,
  ): Promise<void> {
    const entries: Said[] = []
    for (const [seat, measurement] of Object.entries(measured)) {
      entries.push(await observed(claim, Number(seat), measurement))
    }
    if (passed) entries.push(said('Passed', { claim }))
    this.add(name, time, ...entries)
  }

  collect(name: string, time: bigint, owner: string | Address, amount: bigint): this {
    const to = owner.startsWith('0x') ? (owner as Address) : who(owner)
    return this.add(name, time, said('Collected', { account: to, to, amount }), moved(ESCROW, to, amount))
  }

  refund(name: string, time: bigint, funder: string, shares: bigint, assets: bigint): this {
    const owner = who(funder)
    return this.add(
      name,
      time,
      said('Transfer', { from: owner, to: zeroAddress, value: shares }),
      moved(ESCROW, owner, assets),
      said('Withdraw', { sender: owner, receiver: owner, owner, assets, shares }),
    )
  }

  /** The transaction of this name, to be doctored. */
  named(name: string): { name: string; time: bigint; entries: Said[] } {
    const found = this.transactions.find((one) => one.name === name)
    if (found === undefined) throw new Error(`no transaction ${name}`)
    return found
  }

  /** What an event of a transaction says, to be doctored. */
  args(name: string, eventName: Said['eventName'], place = 0): Record<string, unknown> {
    const found = this.named(name).entries.filter((entry) => entry.eventName === eventName)[place]
    if (found === undefined) throw new Error(`no ${eventName} in ${name}`)
    return found.args
  }

  /** Puts one transaction before another. */
  move(name: string, before: string): this {
    const moving = this.named(name)
    this.transactions.splice(this.transactions.indexOf(moving), 1)
    this.transactions.splice(this.transactions.indexOf(this.named(before)), 0, moving)
    return this
  }

  /** Leaves out what comes after a transaction. */
  endWith(name: string): this {
    this.transactions.length = this.transactions.indexOf(this.named(name)) + 1
    return this
  }

  get entries(): Entry[] {
    return this.transactions.flatMap(({ name, time, entries }, i) =>
      entries.map(({ eventName, args }, logIndex): Entry => {
        const blockNumber = BigInt(i + 1)
        const blockHash = keccak256(stringToHex(`block ${i}`))
        const place = {
          blockNumber,
          blockHash,
          timestamp: time,
          transactionHash: keccak256(stringToHex(name)),
          logIndex,
        }
        if (eventName === 'AssetTransfer') return { eventName, ...args, ...place } as AssetTransfer
        return { eventName, args, address: ESCROW, ...place } as Entry
      }),
    )
  }

  /** A block some seconds after the last transaction. */
  end(seconds = 0n): Pinned {
    const last = this.transactions.at(-1)
    return { number: BigInt(this.transactions.length), hash: zeroHash, timestamp: (last?.time ?? 0n) + seconds }
  }
}

export const said = (eventName: EventName, args: Record<string, unknown>): Said => ({ eventName, args })
export const moved = (from: Address, to: Address, amount: bigint): Said => ({
  eventName: 'AssetTransfer',
  args: { from, to, amount },
})

/** An observation as the escrow records it, with the member's own signature. */
export async function observed(claim: Hex, seat: number, measurement: bigint): Promise<Said> {
  const signer = MEMBERS[seat]
  if (signer === undefined) throw new Error(`no seat ${seat}`)
  const report = keccak256(stringToHex(`report of ${seat}`))
  const observation = { claim, member: signer.address, measurement, report }
  const signature = await signer.signTypedData(observationTypedData(CHAIN_ID, ESCROW, observation))
  return said('Observed', { ...observation, signature })
}
