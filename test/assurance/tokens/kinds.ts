/** How each kind of token in table.ts is made, and how it turns. */
import { createRequire } from 'node:module'
import { ethers, networkHelpers } from '../../support/escrow.ts'
import type { HostileToken, HookToken, UpgradingToken } from '../../../typechain-types/index.ts'
import { PUSHES } from './cells.ts'
import type { Column } from './cells.ts'
import { party } from './life.ts'
import type { Cast, Life, Stage } from './life.ts'
import { coins, evenCoins, largest, oneUnit, purse } from './money.ts'
import type { Money } from './money.ts'
import type { KindName } from './table.ts'

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

const COIN6 = 10n ** 6n
const COIN18 = 10n ** 18n

interface Mintable {
  mint: (to: string, amount: bigint) => Promise<unknown>
  getAddress: () => Promise<string>
}

/** Everybody who pays in a life. */
export const payers = ({ a, b, c, solver, rival, challenger, breaker }: Cast) => [
  ...[a, b, c, solver, rival, challenger, breaker],
]

/** Twice what is needed: half of it may be lost before it is paid. */
async function granted(stage: Stage, money: Money, token: Mintable): Promise<string> {
  for (const payer of payers(stage.cast)) await token.mint(payer.address, 2n * purse(money))
  return token.getAddress()
}

const plain = (decimals: bigint): Kind => ({
  money: coins(10n ** decimals),
  token: async (stage, money) => granted(stage, money, await ethers.deployContract('TestToken', ['T', 'T', decimals])),
})

/** A mock that is minted like the test token. */
const mock = (
  name: 'BareToken' | 'NoReturnToken' | 'StrictToken' | 'RebasingToken' | 'HookToken' | 'HostileToken',
  money: Money,
): Kind => ({ money, token: async (stage, m) => granted(stage, m, await ethers.deployContract(name)) })

/** The order of HostileToken.sol. */
const MODES = [
  ...['Honest', 'TakesFee', 'AnswersFalse', 'Reverts', 'MovesAndAnswersFalse', 'AnswersTwo', 'FalseOnFailure'],
  ...['ChargesSender', 'MovesHalf', 'MovesNothing', 'RefusesZeroAmount', 'RefusesSelf', 'BurnsGas'],
  ...['RevertsWithMuch', 'BalanceTooHigh', 'BalanceTooLow', 'BalancePretended'],
]
const hostile = (life: Life): Promise<HostileToken> => ethers.getContractAt('HostileToken', life.terms.asset as string)
const setMode = async (life: Life, mode: string) => (await hostile(life)).setMode(MODES.indexOf(mode))

/** A hostile token that turns to `mode` and, where that is something that can end, back. */
const turning = (mode: string): Kind => ({
  ...mock('HostileToken', coins(COIN18)),
  turn: (life) => setMode(life, mode),
  undo: (life) => setMode(life, 'Honest'),
  truth: async (asset, account) => (await ethers.getContractAt('HostileToken', asset)).truthOf(account),
})

/** A hostile token of `mode` from the start. */
const always = (mode: string, money = coins(COIN18)): Kind => ({
  money,
  token: async (stage, m) => {
    const token = await ethers.deployContract('HostileToken')
    await token.setMode(MODES.indexOf(mode))
    return granted(stage, m, token)
  },
})

const rebase = async (life: Life, percent: bigint) =>
  (await ethers.getContractAt('RebasingToken', life.terms.asset as string)).rebase(percent)

const fiat: Kind = {
  money: coins(COIN6),
  token: async (stage, money) => {
    const token = await ethers.deployContract('FiatToken')
    const [issuer] = await ethers.getSigners()
    await token.configureMinter(issuer!.address, ethers.MaxUint256)
    return granted(stage, money, token)
  },
}
const fiatOf = (life: Life) => ethers.getContractAt('FiatToken', life.terms.asset as string)

/** Shares of a savings vault, worth one dollar each so far. */
const vault: Kind = {
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
async function vaultMoves(life: Life, way: 'gain' | 'loss'): Promise<void> {
  const savings = await ethers.getContractAt('SavingsVault', life.terms.asset as string)
  const dollar = await ethers.getContractAt('TestToken', await savings.asset())
  const half = (await savings.totalAssets()) / 2n
  const address = await savings.getAddress()
  if (way === 'gain') return void (await dollar.mint(address, half))
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

const hookToken = (life: Life): Promise<HookToken> => ethers.getContractAt('HookToken', life.terms.asset as string)

/** Gives every party a hook that calls all guarded functions of the escrow back. */
async function armHooks(life: Life): Promise<void> {
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
async function faultsOfHooks(life: Life): Promise<string[]> {
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

export const KINDS: Record<KindName, Kind> = {
  plain18: plain(18n),
  decimals0: plain(0n),
  decimals2: plain(2n),
  decimals6: plain(6n),
  decimals30: plain(30n),
  decimalsNone: mock('BareToken', coins(COIN18)),
  noReturn: mock('NoReturnToken', coins(COIN6)),
  approvalRace: mock('StrictToken', coins(COIN18)),
  weth9: {
    money: coins(10n ** 16n),
    token: async (stage, money) => {
      const to = await deployWeth9()
      for (const payer of payers(stage.cast)) await payer.sendTransaction({ to, value: purse(money) })
      return to
    },
  },
  fiat,
  huge: {
    money: largest,
    token: async (stage, money) => {
      const token = await ethers.deployContract('TestToken', ['Huge', 'HUGE', 18])
      const address = await granted(stage, money, token)
      await token.mint(stage.cast.stranger.address, ethers.MaxUint256 - (await token.totalSupply()))
      return address
    },
  },
  zeroAmount: always('RefusesZeroAmount', coins(COIN18, { claimFee: 0n, challengeFee: 0n })),
  hooks: {
    ...mock('HookToken', coins(COIN18)),
    turn: async (life, column) => (column === 'create' ? armHooks(life) : undefined),
    after: faultsOfHooks,
  },
  rebaseUp: {
    ...mock('RebasingToken', evenCoins(COIN18)),
    turn: async (life, column) =>
      column === 'mint' ? rebase(life, 200n) : column === 'collect' ? rebase(life, 400n) : undefined,
    surplus: true,
  },
  vaultYield: { ...vault, turn: async (life, column) => (column === 'file' ? vaultMoves(life, 'gain') : undefined) },
  tiny: {
    money: oneUnit,
    token: async (stage) => {
      const token = await ethers.deployContract('TestToken', ['Tiny', 'TINY', 0])
      await token.mint(stage.cast.a.address, 1n)
      return token.getAddress()
    },
  },
  vaultLoss: { ...vault, turn: (life) => vaultMoves(life, 'loss') },
  falseOnFailure: {
    ...turning('FalseOnFailure'),
    turn: async (life, column) => {
      await setMode(life, 'FalseOnFailure')
      const payer = party(life, column)
      if (!PUSHES.includes(column)) {
        await life.token.connect(payer).transfer(life.cast.elsewhere.address, await life.balanceOf(payer.address))
      }
    },
  },
  movesAndAnswersFalse: always('MovesAndAnswersFalse'),
  answersFalse: turning('AnswersFalse'),
  answersTwo: turning('AnswersTwo'),
  refusesSelf: {
    ...turning('RefusesSelf'),
    turn: async (life, column) => {
      await setMode(life, 'RefusesSelf')
      if (PUSHES.includes(column)) life.directed = life.address
    },
  },
  refusesZero: { ...plain(18n), turn: (life) => Promise.resolve((life.directed = ethers.ZeroAddress)) },
  fee: always('TakesFee'),
  feeLater: turning('TakesFee'),
  feeOnTop: turning('ChargesSender'),
  movesHalf: turning('MovesHalf'),
  upgrades: {
    money: coins(COIN18),
    token: async (stage, money) => {
      const logic = await ethers.deployContract('TestToken', ['Honest', 'H', 18])
      const proxy = await ethers.deployContract('UpgradingToken', [logic])
      return granted(stage, money, await ethers.getContractAt('TestToken', proxy))
    },
    turn: async (life) => {
      const proxy: UpgradingToken = await ethers.getContractAt('UpgradingToken', life.terms.asset as string)
      await proxy.upgradeTo(await ethers.deployContract('HostileToken'))
      await setMode(life, 'MovesNothing')
    },
  },
  rebaseHalf: { ...mock('RebasingToken', evenCoins(COIN18)), turn: (life) => rebase(life, 50n) },
  rebaseZero: { ...mock('RebasingToken', evenCoins(COIN18)), turn: (life) => rebase(life, 0n) },
  rebaseRounding: {
    ...mock('RebasingToken', coins(COIN18)),
    turn: async (life, column) => (column === 'create' ? rebase(life, 103n) : undefined),
  },
  blockedParty: {
    ...fiat,
    turn: async (life, column) => (await fiatOf(life)).blacklist(party(life, column).address),
  },
  blockedEscrow: {
    ...fiat,
    turn: async (life) => (await fiatOf(life)).blacklist(life.address),
    undo: async (life) => (await fiatOf(life)).unBlacklist(life.address),
  },
  paused: {
    ...fiat,
    turn: async (life) => (await fiatOf(life)).pause(),
    undo: async (life) => (await fiatOf(life)).unpause(),
  },
  hookRefuses: {
    ...mock('HookToken', coins(COIN18)),
    turn: async (life, column) => {
      const hook = await ethers.deployContract('HookActor')
      await hook.refuse()
      await (await hookToken(life)).connect(party(life, column)).register(hook)
    },
  },
  revertsWithMuch: turning('RevertsWithMuch'),
  burnsGas: turning('BurnsGas'),
  balanceTooHigh: turning('BalanceTooHigh'),
  balanceTooLow: turning('BalanceTooLow'),
  balancePretended: turning('BalancePretended'),
  codeGone: {
    ...plain(18n),
    turn: (life) => networkHelpers.setCode(life.terms.asset as string, '0x'),
    truth: async (asset, account) =>
      (await ethers.provider.getCode(asset)) === '0x'
        ? 0n
        : (await ethers.getContractAt('TestToken', asset)).balanceOf(account),
  },
}
