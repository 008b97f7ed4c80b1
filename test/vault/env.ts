/** The environments of the vault's tests: the same escrow over tokens of every honest make. */
import { Rule, create, ethers, observe, file, terms, time, world } from '../support/escrow.ts'
import type { World } from '../support/escrow.ts'
import type { Escrow } from '../../typechain-types/index.ts'

export interface VaultEnv {
  label: string
  decimals: bigint
  /** Deploys the token and gives every signer `amount`. Returns its address. */
  deploy: (amount: bigint) => Promise<string>
}

const plain = (decimals: bigint): VaultEnv => ({
  label: `${decimals} decimals`,
  decimals,
  deploy: async (amount) => minted(await ethers.deployContract('TestToken', ['Test', 'T', decimals]), amount),
})

export const ENVS: VaultEnv[] = [
  plain(18n),
  plain(6n),
  plain(2n),
  {
    label: 'a token without return values',
    decimals: 6n,
    deploy: async (amount) => minted(await ethers.deployContract('NoReturnToken'), amount),
  },
  {
    label: 'wrapped ether',
    decimals: 18n,
    deploy: async () => {
      const token = await ethers.deployContract('WrappedEther')
      const to = await token.getAddress()
      for (const signer of await ethers.getSigners()) await signer.sendTransaction({ to, value: ethers.parseEther('50') })
      return to
    },
  },
  {
    label: 'shares of an ERC-4626 vault',
    decimals: 6n,
    deploy: async (amount) => {
      const dollar = await ethers.deployContract('TestToken', ['Test', 'T', 6])
      const vault = await ethers.deployContract('SavingsVault', [dollar])
      for (const signer of await ethers.getSigners()) {
        await dollar.mint(signer.address, amount)
        await dollar.connect(signer).approve(vault, amount)
        await vault.connect(signer).deposit(amount, signer.address)
      }
      // Yield: a share is worth more than a unit.
      await dollar.mint(vault, amount)
      return vault.getAddress()
    },
  },
]

interface Mintable {
  mint: (to: string, amount: bigint) => Promise<unknown>
  getAddress: () => Promise<string>
}

async function minted(token: Mintable, amount: bigint): Promise<string> {
  for (const signer of await ethers.getSigners()) await token.mint(signer.address, amount)
  return token.getAddress()
}

/** The roles of `world`, over the token of `env`. */
export async function worldOf(env: VaultEnv): Promise<World> {
  const w = await world()
  const address = await env.deploy(1_000_000n * 10n ** env.decimals)
  return { ...w, token: await ethers.getContractAt('TestToken', address) }
}

/** Curve: 0 to `unit * 40` over 40 measurements. Cap 30 units and one base unit: not divisible. */
export const money = (env: VaultEnv) => {
  const unit = 10n ** env.decimals
  return { unit, cap: 30n * unit + 1n, threshold: 10n * unit }
}

/** Creates the escrow of these tests. `Units`, paying `unit` a measurement, half of a unit more for the 40th. */
export async function escrowOf(w: World, env: VaultEnv, override: Parameters<typeof terms>[1] = {}): Promise<Escrow> {
  const { unit, cap, threshold } = money(env)
  const t = await terms(w, {
    rule: Rule.Units,
    curve: [
      { measurement: 0n, price: 0n },
      { measurement: 39n, price: 39n * unit + 7n },
      { measurement: 40n, price: 40n * unit },
    ],
    threshold,
    cap,
    ...override,
  })
  return create(w, t)
}

/** Files a claim of which all members observe `m`: its verdict is final at once. */
export async function prove(w: World, escrow: Escrow, m: bigint): Promise<string> {
  const key = await file(w, escrow)
  await observe(w, escrow, key, [m, m, m, m, m])
  return key
}

/** Moves time past the last second for claims and settles everything. */
export async function close(escrow: Escrow): Promise<void> {
  await escrow.settle(100)
  await time.increaseTo((await escrow.claimsEnd()) + 1n)
}

/** The statuses of the table in docs/erc4626.md, each reached by actions; `heading` is the table's column. */
export const SITUATIONS: { label: string; heading: string; reach: (w: World, escrow: Escrow, env: VaultEnv) => Promise<void> }[] = [
  { label: 'Pledging and nothing pledged', heading: 'Pledging', reach: async () => {} },
  { label: 'Pledging', heading: 'Pledging', reach: (w, escrow, env) => each(w, escrow, [money(env).threshold - 1n]) },
  { label: 'Binding', heading: 'Binding', reach: (w, escrow, env) => each(w, escrow, [money(env).threshold]) },
  {
    label: 'Binding and the pledge deadline passed',
    heading: 'Binding, ended',
    reach: async (w, escrow, env) => {
      await each(w, escrow, thirds(env))
      await time.increaseTo((await escrow.terms()).pledgeBy + 1n)
    },
  },
  {
    label: 'Binding and a verdict has passed',
    heading: 'Binding, ended',
    reach: async (w, escrow, env) => {
      await each(w, escrow, [money(env).threshold, 3n])
      await prove(w, escrow, 7n)
    },
  },
  {
    label: 'Binding and a claim paid',
    heading: 'Binding, ended',
    reach: async (w, escrow, env) => {
      await each(w, escrow, thirds(env))
      await prove(w, escrow, 20n)
      await escrow.settle(1)
    },
  },
  {
    label: 'Closed and partly paid',
    heading: 'Closed',
    reach: async (w, escrow, env) => {
      await each(w, escrow, thirds(env))
      await prove(w, escrow, 20n)
      await close(escrow)
    },
  },
  {
    label: 'Closed and partly redeemed',
    heading: 'Closed',
    reach: async (w, escrow, env) => {
      await each(w, escrow, thirds(env))
      await prove(w, escrow, 20n)
      await close(escrow)
      const [a] = w.funders as [World['solver'], ...World['funders']]
      await escrow.connect(a).redeem((await escrow.balanceOf(a.address)) - 3n, a.address, a.address)
    },
  },
  {
    label: 'Closed and nothing refundable',
    heading: 'Closed',
    reach: async (w, escrow, env) => {
      await each(w, escrow, thirds(env))
      await prove(w, escrow, 40n)
      await escrow.settle(1)
    },
  },
  {
    label: 'Closed and nothing paid',
    heading: 'Closed',
    reach: async (w, escrow, env) => {
      await each(w, escrow, thirds(env))
      await close(escrow)
    },
  },
  {
    label: 'Void',
    heading: 'Void',
    reach: async (w, escrow, env) => {
      await each(w, escrow, [money(env).threshold - 1n])
      await time.increaseTo((await escrow.terms()).pledgeBy + 1n)
    },
  },
  {
    label: 'Void and nothing pledged',
    heading: 'Void',
    reach: async (_w, escrow) => {
      await time.increaseTo((await escrow.terms()).pledgeBy + 1n)
    },
  },
]

/** The cap in three pledges that do not divide. */
export const thirds = (env: VaultEnv): bigint[] => {
  const third = money(env).cap / 3n
  return [third, third, money(env).cap - 2n * third]
}

/** Funder i pledges `amounts[i]`. */
export async function each(w: World, escrow: Escrow, amounts: bigint[]): Promise<void> {
  for (const [i, amount] of amounts.entries()) {
    const funder = w.funders[i]
    if (funder === undefined) throw new Error(`no funder ${i}`)
    await escrow.connect(funder).deposit(amount, funder.address)
  }
}
