/** The periphery under test, and the invariant that every test of the router ends with. */
import { expect } from 'chai'
import { create, ethers, terms, world, type Terms, type World } from '../support/escrow.ts'
import type { Escrow, OperatorDirectory, PledgeRouter, WrappedEther } from '../../typechain-types/index.ts'

export interface Periphery extends World {
  router: PledgeRouter
  directory: OperatorDirectory
  weth: WrappedEther
}

/** The core's world with router, directory and wrapped ETH; the funders allow the router all their test tokens. */
export async function periphery(): Promise<Periphery> {
  const w = await world()
  const router = await ethers.deployContract('PledgeRouter', [await w.factory.getAddress()])
  const directory = await ethers.deployContract('OperatorDirectory', [await w.factory.getAddress()])
  const weth = await ethers.deployContract('WrappedEther')
  for (const funder of w.funders) await w.token.connect(funder).approve(await router.getAddress(), ethers.MaxUint256)
  return { ...w, router, directory, weth }
}

let documents = 0
/** Creates an escrow over `asset` (default: the test token) that differs from all others in its document. */
export async function escrowOver(
  w: World,
  asset?: { getAddress(): Promise<string> },
  override: Partial<Terms> = {},
): Promise<Escrow> {
  const document = ethers.toUtf8Bytes(`{"title":"outcome ${documents++}"}`)
  const over = asset === undefined ? {} : { asset: await asset.getAddress() }
  const given = await terms(w, { outcome: ethers.keccak256(document), ...over })
  return create(w, { ...given, ...override } as typeof given, document)
}

/** One entry of a batch. */
export async function entry(escrow: { getAddress(): Promise<string> }, assets: bigint, least = 0n) {
  return { escrow: await escrow.getAddress(), assets, least }
}

interface Holdable {
  getAddress(): Promise<string>
}

/** Asserts that the router holds none of `tokens`, no ETH and no shares, and that none of `spenders` may take anything from it. */
export async function expectRouterEmpty(router: PledgeRouter, tokens: Holdable[], spenders: Holdable[]): Promise<void> {
  const address = await router.getAddress()
  expect(await ethers.provider.getBalance(address), 'ETH in the router').to.equal(0n)
  expect(tokens.length, 'tokens looked at').to.be.greaterThan(0)
  for (const token of [...tokens, ...spenders]) {
    const asset = await token.getAddress()
    const erc20 = await ethers.getContractAt('TestToken', asset)
    expect(await erc20.balanceOf(address), `balance of the router in ${asset}`).to.equal(0n)
    for (const spender of spenders) {
      const allowed = await erc20.allowance(address, await spender.getAddress())
      expect(allowed, `allowance of ${await spender.getAddress()} from the router in ${asset}`).to.equal(0n)
    }
  }
}
