/** The escrow under test, by ethers and TypeChain: one embedded chain, fixtures, terms, signed observations. */
import { network } from 'hardhat'
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import type { Escrow, EscrowFactory, TestToken } from '../../typechain-types/index.ts'
import type { TermsStruct } from '../../typechain-types/EscrowFactory.ts'

export const connection = await network.create()
export const { ethers, networkHelpers } = connection
export const { time, loadFixture } = networkHelpers

export const HOUR = 3600n
export const DAY = 86_400n
export const UNIT = 1_000_000n
export const Rule = { Units: 0, Record: 1, Contest: 2 } as const
export const Phase = { None: 0n, Observing: 1n, Challenging: 2n, Arbitrating: 3n, Decided: 4n, Settled: 5n } as const
export const Status = { Pledging: 0n, Binding: 1n, Closed: 2n, Void: 3n } as const
export const DOCUMENT = ethers.toUtf8Bytes('{"title":"a test outcome"}')

export type Terms = TermsStruct
export type TermsValues = { [K in keyof TermsStruct]: Exclude<TermsStruct[K], PromiseLike<unknown>> }

export interface World {
  token: TestToken
  factory: EscrowFactory
  implementation: string
  funders: HardhatEthersSigner[]
  solver: HardhatEthersSigner
  payee: HardhatEthersSigner
  stranger: HardhatEthersSigner
  arbiter: HardhatEthersSigner
  /** Panel members in ascending order of address: seat i is `members[i]`. */
  members: HardhatEthersSigner[]
}

/** Token, factory and roles; everybody has 1,000,000 tokens of 6 decimals. Use with `loadFixture`. */
export async function world(): Promise<World> {
  const signers = await ethers.getSigners()
  const [a, b, c, solver, payee, stranger, arbiter] = signers as [HardhatEthersSigner, ...HardhatEthersSigner[]]
  const token = await ethers.deployContract('TestToken', ['Test Dollar', 'TUSD', 6])
  const escrow = await ethers.deployContract('Escrow')
  const implementation = await escrow.getAddress()
  const factory = await ethers.deployContract('EscrowFactory', [implementation])
  const members = signers.slice(8, 13).sort((x, y) => (BigInt(x.address) < BigInt(y.address) ? -1 : 1))
  for (const signer of signers) await token.mint(signer.address, 1_000_000n * UNIT)
  return {
    token,
    factory,
    implementation,
    funders: [a, b!, c!],
    solver: solver!,
    payee: payee!,
    stranger: stranger!,
    arbiter: arbiter!,
    members,
  }
}

/** Terms of a `Units` escrow: 10 tokens a unit up to 100 units, panel 3 of 5, no arbiter, no fees; `override` replaces fields. */
export async function terms(w: World, override: Partial<TermsValues> = {}): Promise<TermsValues> {
  const now = BigInt(await time.latest())
  return {
    outcome: ethers.keccak256(DOCUMENT),
    asset: await w.token.getAddress(),
    rule: Rule.Units,
    curve: [
      { measurement: 0n, price: 0n },
      { measurement: 100n, price: 1000n * UNIT },
    ],
    minStep: 1n,
    pledgeBy: now + 30n * DAY,
    threshold: 100n * UNIT,
    cap: 1000n * UNIT,
    claimBy: now + 365n * DAY,
    verifyWithin: 7n * DAY,
    challengeWithin: 0n,
    arbitrateWithin: 0n,
    lastCall: 0n,
    panel: w.members.map((m) => m.address),
    quorum: 3n,
    arbiter: ethers.ZeroAddress,
    claimFee: 0n,
    challengeFee: 0n,
    holdback: 0n,
    warranty: 0n,
    ...override,
  }
}

/** `override` for an escrow with arbiter, fees and both clocks. */
export const arbitrated = (w: World) => ({
  arbiter: w.arbiter.address,
  challengeWithin: 3n * DAY,
  arbitrateWithin: 5n * DAY,
  claimFee: 11n * UNIT,
  challengeFee: 7n * UNIT,
})

/** Creates the escrow of `terms` and lets everybody's tokens flow into it. */
export async function create(w: World, t: TermsValues, document: Uint8Array = DOCUMENT): Promise<Escrow> {
  await w.factory.create(t, document)
  const escrow = await ethers.getContractAt('Escrow', await w.factory.addressOf(t))
  const data = w.token.interface.encodeFunctionData('approve', [await escrow.getAddress(), ethers.MaxUint256])
  const to = await w.token.getAddress()
  // Raw: ethers would look up each of these, which takes a third of the time of most tests.
  for (const { address: from } of await ethers.getSigners()) {
    await ethers.provider.send('eth_sendTransaction', [{ from, to, data, gas: '0x30d40' }])
  }
  return escrow
}

/** Pledges `amount` by the first funder (default: the cap). */
export async function pledge(w: World, escrow: Escrow, amount?: bigint): Promise<void> {
  const funder = w.funders[0]!
  await escrow.connect(funder).deposit(amount ?? (await escrow.maxDeposit(funder.address)), funder.address)
}

/** A claim's key, by ethers, never taken from the contract. */
export function keyOf(solver: string, commitment: string, target: string = ethers.ZeroHash): string {
  return ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(['address', 'bytes32', 'bytes32'], [solver, commitment, target]),
  )
}

let nonce = 0
/** Files a claim (against `target`: a break claim) with a fresh commitment and returns its key. */
export async function file(
  w: World,
  escrow: Escrow,
  target: string = ethers.ZeroHash,
  solver = w.solver,
): Promise<string> {
  const commitment = ethers.id(`commitment ${nonce++}`)
  const uri = 'ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s'
  const as = escrow.connect(solver)
  if (target === ethers.ZeroHash) await as.file(commitment, w.payee.address, uri)
  else await as.fileBreak(target, commitment, w.payee.address, uri)
  return keyOf(solver.address, commitment, target)
}

export const OBSERVATION = {
  Observation: [
    { name: 'claim', type: 'bytes32' },
    { name: 'member', type: 'address' },
    { name: 'measurement', type: 'uint64' },
    { name: 'report', type: 'bytes32' },
  ],
}

/** Who can sign an observation: a Hardhat signer or any ethers wallet. */
export type Observer = Pick<HardhatEthersSigner, 'address' | 'signTypedData'>

/** What a signed observation consists of; every field can be tampered with one at a time. */
export interface Forged {
  seat: number
  measurement: bigint
  report: string
  claim: string
  member: string
  signer: Observer
  domain: { name: string; version: string; chainId: bigint; verifyingContract: string }
}

/** Signs an observation of `claim` by the member at `seat`; `signed` replaces what is signed, not what is submitted. */
export async function observation(
  w: { members: Observer[] },
  escrow: Escrow,
  claim: string,
  seat: number,
  measurement: bigint,
  signed: Partial<Forged> = {},
) {
  const report = ethers.id(`report of ${seat}`)
  const domain = {
    name: 'Lodestone',
    version: '1',
    chainId: (await ethers.provider.getNetwork()).chainId,
    verifyingContract: await escrow.getAddress(),
  }
  const member = w.members[seat]!
  const value = { claim, member: member.address, measurement, report }
  const signature = await (signed.signer ?? member).signTypedData(signed.domain ?? domain, OBSERVATION, {
    claim: signed.claim ?? value.claim,
    member: signed.member ?? value.member,
    measurement: signed.measurement ?? value.measurement,
    report: signed.report ?? value.report,
  })
  return { seat, measurement, report, signature }
}

/** Submits one observation for each of `measurements`, seat by seat; `undefined` leaves a seat out. */
export async function observe(
  w: World,
  escrow: Escrow,
  claim: string,
  measurements: (bigint | undefined)[],
): Promise<void> {
  const observations = []
  for (const [seat, measurement] of measurements.entries()) {
    if (measurement !== undefined) observations.push(await observation(w, escrow, claim, seat, measurement))
  }
  await escrow.connect(w.stranger).observe(claim, observations)
}
