/** What the kinds of tokens are made of: see kinds.ts. */
import { createRequire } from 'node:module'
import { ethers, networkHelpers } from '../../support/escrow.ts'
import type { HookToken, HostileToken } from '../../../typechain-types/index.ts'
import type { Column } from './cells.ts'
import type { Cast, Life, Stage } from './life.ts'
import { coins, purse } from './money.ts'
import type { Money } from './money.ts'

export interface Kind {
  money: Money
  /** Deploys the token, gives everybody who pays what `money` needs, and returns its address. */
  token: (stage: Stage, money: Money) => Promise<string>
  /** What happens to the token right before `column`. */
  turn?: (life: Life, column: Column) => Promise<unknown>
  /** Ends what `turn` did. */
  undo?: (life: Life) => Promise<unknown>
  /** What `account` really has, where the token at `asset` does not say. */
  truth?: (asset: string, account: string) => Promise<bigint>
  /** What the escrow keeps in the end beyond the roundings of refunds, which nobody can claim. */
  surplus?: true
  /** Asserted when the life is over. */
  after?: (life: Life) => Promise<string[]>
}

export const COIN6 = 10n ** 6n
export const COIN18 = 10n ** 18n

interface Mintable {
  mint: (to: string, amount: bigint) => Promise<unknown>
  getAddress: () => Promise<string>
}

/** Everybody who pays in a life. */
export const payers = ({ a, b, c, solver, rival, challenger, breaker }: Cast) => [
  ...[a, b, c, solver, rival, challenger, breaker],
]

/** Twice what is needed: half of it may be lost before it is paid. */
export async function granted(stage: Stage, money: Money, token: Mintable): Promise<string> {
  for (const payer of payers(stage.cast)) await token.mint(payer.address, 2n * purse(money))
  return token.getAddress()
}

export const plain = (decimals: bigint): Kind => ({
  money: coins(10n ** decimals),
  token: async (stage, money) => granted(stage, money, await ethers.deployContract('TestToken', ['T', 'T', decimals])),
})

/** A mock that is minted like the test token. */
export const mock = (
  name: 'BareToken' | 'NoReturnToken' | 'StrictToken' | 'RebasingToken' | 'HookToken' | 'HostileToken',
  money: Money,
): Kind => ({
  money,
  token: async (stage, m) => {
    const address = await (await ethers.deployContract(name)).getAddress()
    return granted(stage, m, await ethers.getContractAt('TestToken', address))
  },
})

/** The order of HostileToken.sol. */
const MODES = [
  ...['Honest', 'TakesFee', 'AnswersFalse', 'Reverts', 'MovesAndAnswersFalse', 'AnswersTwo', 'FalseOnFailure'],
  ...['ChargesSender', 'MovesHalf', 'MovesNothing', 'RefusesZeroAmount', 'RefusesSelf', 'BurnsGas'],
  ...['RevertsWithMuch', 'BalanceTooHigh', 'BalanceTooLow', 'BalancePretended'],
]
const hostile = (life: Life): Promise<HostileToken> => ethers.getContractAt('HostileToken', life.terms.asset as string)
export const setMode = async (life: Life, mode: string) => (await hostile(life)).setMode(MODES.indexOf(mode))

/** A hostile token that turns to `mode` and, where that is something that can end, back. */
export const turning = (mode: string): Kind => ({
  ...mock('HostileToken', coins(COIN18)),
  turn: (life) => setMode(life, mode),
  undo: (life) => setMode(life, 'Honest'),
  truth: async (asset, account) => (await ethers.getContractAt('HostileToken', asset)).truthOf(account),
})

/** A hostile token of `mode` from the start. */
export const always = (mode: string, money = coins(COIN18)): Kind => ({
  money,
  token: async (stage, m) => {
    const token = await ethers.deployContract('HostileToken')
    await token.setMode(MODES.indexOf(mode))
    return granted(stage, m, token)
  },
})

export const rebase = async (life: Life, percent: bigint) =>
  (await ethers.getContractAt('RebasingToken', life.terms.asset as string)).rebase(percent)

export const fiat: Kind = {
  money: coins(COIN6),
  token: async (stage, money) => {
    const token = await ethers.deployContract('FiatToken')
    const [issuer] = await ethers.getSigners()
    await token.configureMinter(issuer!.address, ethers.MaxUint256)
    return granted(stage, money, token)
  },
}
export const fiatOf = (life: Life) => ethers.getContractAt('FiatToken', life.terms.asset as string)

/** Shares of a savings vault, worth one dollar each so far. */
export const vault: Kind = {
  money: coins(COIN6),
  token: async (stage, money) => {
    const dollar = await ethers.deployContract('TestToken', ['Dollar', 'USD', 6])
    const savings = await ethers.deployContract('SavingsVault', [dollar])
    for (const payer of payers(stage.cast)) {
      await dollar.mint(payer.address, purse(money))
      await dollar.connect(payer).approve(savings, purse(money))
      await savings.connect(payer).deposit(purse(money), payer.address)
    }
    return savings.getAddress()
  },
}

/** The vault's assets grow by, or lose, half. */
export async function vaultMoves(life: Life, way: 'gain' | 'loss'): Promise<void> {
  const savings = await ethers.getContractAt('SavingsVault', life.terms.asset as string)
  const dollar = await ethers.getContractAt('TestToken', await savings.asset())
  const half = (await savings.totalAssets()) / 2n
  const address = await savings.getAddress()
  if (way === 'gain') {
    await dollar.mint(address, half)
    return
  }
  await networkHelpers.impersonateAccount(address)
  await networkHelpers.setBalance(address, COIN18)
  await dollar.connect(await ethers.getSigner(address)).transfer(life.cast.stranger.address, half)
}

/** Original WETH9, as its authors' package built it. */
export async function deployWeth9(): Promise<string> {
  const artifact = createRequire(import.meta.url)('canonical-weth/build/contracts/WETH9.json') as {
    abi: object[]
    bytecode: string
  }
  const [deployer] = await ethers.getSigners()
  const weth = await new ethers.ContractFactory(artifact.abi, artifact.bytecode, deployer).deploy()
  return weth.getAddress()
}

export const hookToken = (life: Life): Promise<HookToken> =>
  ethers.getContractAt('HookToken', life.terms.asset as string)

/** Gives every party a hook that calls all guarded functions of the escrow back. */
export async function armHooks(life: Life): Promise<void> {
  const token = await hookToken(life)
  const i = life.escrow.interface
  const { first, second } = life.keys
  const calls = [
    i.encodeFunctionData('settle', [1n]),
    i.encodeFunctionData('award'),
    i.encodeFunctionData('release', [[first, second]]),
    i.encodeFunctionData('settleBreaks', [second, 1n]),
    i.encodeFunctionData('observe', [first, []]),
    i.encodeFunctionData('file', [ethers.id('again'), life.cast.payee.address, '']),
    i.encodeFunctionData('fileBreak', [second, ethers.id('again'), life.cast.payee.address, '']),
    i.encodeFunctionData('challenge', [first, '']),
    i.encodeFunctionData('deposit', [0n, life.cast.a.address]),
    i.encodeFunctionData('mint', [0n, life.cast.a.address]),
    i.encodeFunctionData('redeem', [0n, life.cast.a.address, life.cast.a.address]),
    i.encodeFunctionData('withdraw', [0n, life.cast.a.address, life.cast.a.address]),
    i.encodeFunctionData('collect', [life.cast.payee.address, life.cast.payee.address]),
  ]
  for (const account of [...payers(life.cast), life.cast.payee]) {
    const hook = await ethers.deployContract('HookActor')
    await hook.arm(life.address, calls)
    await token.connect(account).register(hook)
  }
}

/** That the hooks were called on both sides, and that nothing they tried came through. */
export async function faultsOfHooks(life: Life): Promise<string[]> {
  const token = await hookToken(life)
  const faults: string[] = []
  for (const [what, account] of [['sender', life.cast.solver], ['receiver', life.cast.payee]] as const) {
    const hook = await ethers.getContractAt('HookActor', await token.hookOf(account.address))
    const called = what === 'sender' ? await hook.sent() : await hook.received()
    if (called === 0n || (await hook.answersCount()) === 0n) faults.push(`the hook of the ${what} was never called`)
    if ((await hook.succeeded()) > 0n) faults.push(`the hook of the ${what} came through`)
    const guarded = life.escrow.interface.getError('ReentrancyGuardReentrantCall')!.selector
    if ((await hook.answers(0)) !== guarded) faults.push(`the hook of the ${what} failed for another reason`)
  }
  return faults
} // prettier-ignore
