/**
 * The specification: what every entry point does with every kind of token. kinds.ts makes the tokens, matrix.test.ts executes each cell,
 * docs/tokens.md is written from it. What is promised holds for the escrow over that very token; see cells.ts for the words.
 */
import { harms, refused, works } from './cells.ts'
import type { Cell, Column, Row } from './cells.ts'

type Four = [Cell, Cell, Cell, Cell]
type Three = [Cell, Cell, Cell]
type Six = [Cell, Cell, Cell, Cell, Cell, Cell]

/** A row: create, deposit, mint, pledge | file, challenge, fileBreak | collect, redeem, withdraw | the six that never call the token. */
function row(label: string, when: Row['when'], pledging: Four, fees: Three, out: Three, untouched: Six): Row {
  const [create, deposit, mint, pledge] = pledging
  const [file, challenge, fileBreak] = fees
  const [collect, redeem, withdraw] = out
  const [observe, rule, settle, award, settleBreaks, release] = untouched
  const cells: Record<Column, Cell> = {
    ...{ create, deposit, mint, pledge, file, challenge, fileBreak, collect, redeem, withdraw },
    ...{ observe, rule, settle, award, settleBreaks, release },
  }
  return { label, when, cells }
}

const W = works
const ALWAYS = 'always'
const AT_CALL = 'at the call'
/** Nothing but the protocol's own state is needed. */
const UNTOUCHED: Six = [W, W, W, W, W, W]
const HONEST: [Four, Three, Three, Six] = [[W, W, W, W], [W, W, W], [W, W, W], UNTOUCHED]

/** Nothing was pledged: the escrow goes Void, and there is no claim to do anything with. */
const VOID: [Three, Three, Six] = [
  [refused('NotBinding'), refused('WrongPhase'), refused('NothingHeld')],
  [refused('NothingOwed'), refused('ERC4626ExceededMaxRedeem'), refused('ERC4626ExceededMaxWithdraw')],
  [refused('WrongPhase'), refused('WrongPhase'), W, refused('NothingToAward'), W, W],
]

const LESS = refused('TokenDeliveredLess')
const FAILED = refused('SafeERC20FailedOperation')
const POOR = refused('ERC20InsufficientBalance')
const PARTS = refused('InsufficientParts')
const PAUSED = refused('Pausable: paused')
const LISTED = refused('Blacklistable: account is blacklisted')
const HOOK = refused('Refused')
const MUCH = refused('100000 bytes')
const MUTE = refused('no reason')

const SHORT = harms('short')
const GETS_LESS = harms('less')
const EXTRA = harms('extra')
const WORTH = harms('worth')
const frozen = (error: string): Three => [harms('frozen', error), harms('frozen', error), harms('frozen', error)]
const gone = (error: string): Three => [harms('gone', error), harms('gone', error), harms('gone', error)]
const elsewhere = (error: string): Three => [
  harms('elsewhere', error),
  harms('elsewhere', error),
  harms('elsewhere', error),
]
const three = (cell: Cell): Three => [cell, cell, cell]

/** Every kind of token, by name. */
export const TABLE = {
  plain18: row('18 decimals', ALWAYS, ...HONEST),
  decimals0: row('0 decimals', ALWAYS, ...HONEST),
  decimals2: row('2 decimals', ALWAYS, ...HONEST),
  decimals6: row('6 decimals', ALWAYS, ...HONEST),
  decimals30: row('30 decimals', ALWAYS, ...HONEST),
  decimalsNone: row('no `decimals()`', ALWAYS, ...HONEST),
  noReturn: row('returns nothing (USDT)', ALWAYS, ...HONEST),
  approvalRace: row('`approve` only from or to 0', ALWAYS, ...HONEST),
  weth9: row('WETH9, the original code', ALWAYS, ...HONEST),
  fiat: row('USDC-like, nobody blocked', ALWAYS, ...HONEST),
  huge: row('supply 2^256 - 1, amounts and fees near 2^128', ALWAYS, ...HONEST),
  zeroAmount: row('reverts on a transfer of 0 (terms without fees)', ALWAYS, ...HONEST),
  hooks: row('ERC-777 hooks: sender and receiver call the escrow back', ALWAYS, ...HONEST),
  rebaseUp: row('rebases up: what grows beyond the books stays', ALWAYS, ...HONEST),
  vaultYield: row('shares of an ERC-4626 vault that earns', ALWAYS, ...HONEST),
  tiny: row(
    'supply of 1 unit (terms without fees)',
    ALWAYS,
    [W, W, refused('ERC4626ExceededMaxMint'), refused('TooLittleFits')],
    [W, W, refused('NothingHeld')],
    [W, W, refused('ERC4626ExceededMaxWithdraw')],
    UNTOUCHED,
  ),
  vaultLoss: row(
    'shares of an ERC-4626 vault that loses half',
    AT_CALL,
    [W, W, W, W],
    [W, W, W],
    three(WORTH),
    UNTOUCHED,
  ),
  falseOnFailure: row(
    'answers false where others revert; the payer has nothing',
    AT_CALL,
    [W, FAILED, FAILED, FAILED],
    three(FAILED),
    [W, W, W],
    UNTOUCHED,
  ),
  movesAndAnswersFalse: row('moves, yet answers false', ALWAYS, [W, FAILED, FAILED, FAILED], ...VOID),
  answersFalse: row(
    'turns to answer false',
    AT_CALL,
    [W, FAILED, FAILED, FAILED],
    three(FAILED),
    frozen('SafeERC20FailedOperation'),
    UNTOUCHED,
  ),
  answersTwo: row(
    'answers 2 for true',
    AT_CALL,
    [W, FAILED, FAILED, FAILED],
    three(FAILED),
    frozen('SafeERC20FailedOperation'),
    UNTOUCHED,
  ),
  refusesSelf: row(
    'reverts on a transfer to itself; money is directed to the escrow',
    AT_CALL,
    [W, W, W, W],
    [W, W, W],
    elsewhere('Refused'),
    UNTOUCHED,
  ),
  refusesZero: row(
    'refuses the zero address; shares, claims and money are directed there',
    AT_CALL,
    [W, refused('ERC20InvalidReceiver'), refused('ERC20InvalidReceiver'), W],
    [refused('PayeeZero'), W, refused('PayeeZero')],
    [refused('RecipientZero'), refused('ERC20InvalidReceiver'), refused('ERC20InvalidReceiver')],
    UNTOUCHED,
  ),
  fee: row('takes a fee from what arrives', ALWAYS, [W, LESS, LESS, POOR], ...VOID),
  feeLater: row(
    'turns to take a fee from what arrives',
    AT_CALL,
    [W, LESS, LESS, POOR],
    three(LESS),
    three(GETS_LESS),
    UNTOUCHED,
  ),
  feeOnTop: row(
    'turns to take a fee on top from the sender',
    AT_CALL,
    [W, EXTRA, EXTRA, POOR],
    three(EXTRA),
    three(SHORT),
    UNTOUCHED,
  ),
  movesHalf: row(
    'turns to move half of what is asked',
    AT_CALL,
    [W, LESS, LESS, LESS],
    three(LESS),
    three(GETS_LESS),
    UNTOUCHED,
  ),
  upgrades: row(
    'upgrades itself: says yes and moves nothing',
    AT_CALL,
    [W, LESS, LESS, LESS],
    three(LESS),
    three(GETS_LESS),
    UNTOUCHED,
  ),
  rebaseHalf: row('rebases down by half', AT_CALL, [W, W, SHORT, SHORT], three(SHORT), three(SHORT), UNTOUCHED),
  rebaseZero: row(
    'rebases down to nothing',
    AT_CALL,
    [W, PARTS, PARTS, PARTS],
    three(PARTS),
    gone('InsufficientParts'),
    UNTOUCHED,
  ),
  rebaseRounding: row('counts in parts and rounds down (stETH)', ALWAYS, [W, LESS, LESS, LESS], ...VOID),
  blockedParty: row(
    'USDC-like, who pays or is paid is blocked',
    AT_CALL,
    [W, LISTED, LISTED, LISTED],
    three(LISTED),
    elsewhere('Blacklistable: account is blacklisted'),
    UNTOUCHED,
  ),
  blockedEscrow: row(
    'USDC-like, the escrow is blocked',
    AT_CALL,
    [W, LISTED, LISTED, LISTED],
    three(LISTED),
    frozen('Blacklistable: account is blacklisted'),
    UNTOUCHED,
  ),
  paused: row(
    'USDC-like, paused',
    AT_CALL,
    [W, PAUSED, PAUSED, PAUSED],
    three(PAUSED),
    frozen('Pausable: paused'),
    UNTOUCHED,
  ),
  hookRefuses: row(
    'ERC-777 hooks: the hook of who pays or is paid reverts',
    AT_CALL,
    [W, HOOK, HOOK, HOOK],
    three(HOOK),
    elsewhere('Refused'),
    UNTOUCHED,
  ),
  revertsWithMuch: row(
    'turns to revert with 100 kB',
    AT_CALL,
    [W, MUCH, MUCH, MUCH],
    three(MUCH),
    frozen('100000 bytes'),
    UNTOUCHED,
  ),
  burnsGas: row('turns to burn all gas', AT_CALL, [W, MUTE, MUTE, MUTE], three(MUTE), frozen('no reason'), UNTOUCHED),
  balanceTooHigh: row(
    'says every balance is 2^256 - 1',
    AT_CALL,
    [W, LESS, LESS, LESS],
    three(LESS),
    [W, W, W],
    UNTOUCHED,
  ),
  balanceTooLow: row('says every balance is 0', AT_CALL, [W, LESS, LESS, LESS], three(LESS), [W, W, W], UNTOUCHED),
  balancePretended: row(
    'moves nothing and pretends that the receiver has more',
    AT_CALL,
    [W, SHORT, SHORT, SHORT],
    three(SHORT),
    three(GETS_LESS),
    UNTOUCHED,
  ),
  codeGone: row(
    'its code is gone',
    AT_CALL,
    [refused('AssetNotContract'), MUTE, MUTE, FAILED],
    three(MUTE),
    gone('SafeERC20FailedOperation'),
    UNTOUCHED,
  ),
} satisfies Record<string, Row>

export type KindName = keyof typeof TABLE
