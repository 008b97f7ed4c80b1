/** What the tests of claims share: open escrows, observed claims, exact moments. */
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import type { Escrow, HostileCaller } from '../../typechain-types/index.ts'
import {
  UNIT,
  create,
  ethers,
  file,
  loadFixture,
  networkHelpers,
  observe,
  pledge,
  terms,
  time,
  world,
} from './escrow.ts'
import type { TermsValues, World } from './escrow.ts'

export const COMMITMENT = ethers.id('a commitment')
export const URI = 'ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s'
export const NOBODY = ethers.id('the key of no claim')

export interface Opened {
  /** `members` are those on this escrow's panel. */
  w: World
  escrow: Escrow
  t: TermsValues
}

export type Override = Partial<TermsValues> | ((w: World) => Partial<TermsValues> | Promise<Partial<TermsValues>>)

/** A new escrow with `override`, into which the first funder pledged `pledged` (default: the cap; 0 = nothing). */
export async function open(override: Override = {}, pledged?: bigint): Promise<Opened> {
  const base = await loadFixture(world)
  const t = await terms(base, typeof override === 'function' ? await override(base) : override)
  const w = { ...base, members: base.members.filter((m) => t.panel.includes(m.address)) }
  await w.token.mint(w.funders[0]!.address, t.cap)
  const escrow = await create(w, t)
  if (pledged !== 0n) await pledge(w, escrow, pledged)
  return { w, escrow, t }
}

/** `override` for a panel of one, which decides alone: for tests with many claims. */
export const single = (w: World) => ({ panel: [w.members[0]!.address], quorum: 1n })

/** Files a claim (against `target`: a break claim) of which every member observes `measurement`. */
export async function observed(
  { w, escrow }: Opened,
  measurement: bigint,
  target: string = ethers.ZeroHash,
  solver?: HardhatEthersSigner,
): Promise<string> {
  const key = await file(w, escrow, target, solver)
  await observe(
    w,
    escrow,
    key,
    w.members.map(() => measurement),
  )
  return key
}

/** A claim of the docket, observed as `measurement` by all and settled at once (the escrow has no arbiter). */
export async function settled(o: Opened, measurement: bigint): Promise<string> {
  const key = await observed(o, measurement)
  await o.escrow.settle(1)
  return key
}

/** The second at which the latest block was mined. */
export const now = async (): Promise<bigint> => BigInt(await time.latest())

/** Runs each of `actions`, one transaction each, in a block at `timestamp`, all of them from the same state. */
export async function eachAt(timestamp: bigint, ...actions: (() => Promise<unknown>)[]): Promise<void> {
  for (const action of actions) {
    const snapshot = await networkHelpers.takeSnapshot()
    await time.setNextBlockTimestamp(timestamp)
    await action()
    await snapshot.restore()
  }
}

/** Sets the time so that what is called or sent next sees a block after `timestamp`. */
export const pass = async (timestamp: bigint): Promise<void> => time.increaseTo(timestamp + 1n)

/** From here on the token answers every call with 1: it says yes to each transfer and moves nothing. */
export async function takeNothing(w: World): Promise<void> {
  await networkHelpers.setCode(await w.token.getAddress(), '0x60015f5260205ff3')
}

/** From here on the token fails whatever it is asked. */
export async function failAlways(w: World): Promise<void> {
  await networkHelpers.setCode(await w.token.getAddress(), '0xfe')
}

/** A contract with 1,000 tokens, all of them allowed to the escrow, and what makes it call the escrow. */
export async function contractCaller({ w, escrow }: Opened, known?: HostileCaller) {
  const contract = known ?? (await ethers.deployContract('HostileCaller'))
  await w.token.mint(contract, 1000n * UNIT)
  await contract.run(
    w.token,
    w.token.interface.encodeFunctionData('approve', [await escrow.getAddress(), ethers.MaxUint256]),
  )
  const call = (data: string) => contract.connect(w.stranger).run(escrow, data)
  return { address: await contract.getAddress(), call }
}

/** From here on the token refuses every call whose first argument is `account`, transfers to it above all. */
export async function refuse(w: World, account: string): Promise<void> {
  const token = await w.token.getAddress()
  const behind = ethers.getAddress(ethers.dataSlice(ethers.id('the code of the token'), 12))
  await networkHelpers.setCode(behind, await ethers.provider.getCode(token))
  // If calldataload(4) is the account, revert; else an ERC-1167 proxy, its jump moved behind these 33 bytes.
  const check = ethers.concat(['0x73', account, '0x6004351415602057', '0x5f5ffd5b'])
  const proxy = ethers.concat(['0x363d3d373d3d3d363d73', behind, '0x5af43d82803e903d91604c57fd5bf3'])
  await networkHelpers.setCode(token, ethers.concat([check, proxy]))
}
