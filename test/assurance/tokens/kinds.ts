/** How each kind of token in table.ts is made, and how it turns. */
import { ethers, networkHelpers } from '../../support/escrow.ts'
import type { UpgradingToken } from '../../../typechain-types/index.ts'
import { PUSHES } from './cells.ts'
import { party } from './life.ts'
import {
  COIN6,
  COIN18,
  always,
  armHooks,
  deployWeth9,
  faultsOfHooks,
  fiat,
  fiatOf,
  granted,
  hookToken,
  mock,
  payers,
  plain,
  rebase,
  setMode,
  turning,
  vault,
  vaultMoves,
} from './make.ts'
import type { Kind } from './make.ts'
import { coins, evenCoins, largest, oneUnit, purse } from './money.ts'
import type { KindName } from './table.ts'

/** Every kind, by the name of its row. */
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
