/** Findings of Slither and of `forge lint` that stay, each with its reason; how often a detector reports a function is counted. */
import { type Accepted, at } from './findings.ts'

const ESCROW = 'contracts/Escrow.sol'
const POOL = 'contracts/parts/Pool.sol'
const PANEL = 'contracts/parts/Panel.sol'
const SHARES = 'contracts/parts/Shares.sol'
const RULES = 'contracts/parts/TermsRules.sol'
const ROUTER = 'contracts/periphery/PledgeRouter.sol'

const OWN_CHECK = 'deadlines mean seconds within hours and days; the own check `deadlines` lists every comparison'
const TAINTED = 'no comparison with the time, but with an amount from a record that also holds a time'
const LOOP = 'the caller’s own list: a failing call undoes only what the caller asked for'
const COSTLY = 'one storage slot, warm after the first round; a claim settles alone too, so no loop is too long'
const GUARDED = 'the function cannot be re-entered; the balances frame one call, and a wrong one makes it revert'

export const SLITHER: readonly Accepted[] = [
  ...at(
    SHARES,
    [
      '_pull',
      'arbitrary-send-erc20',
      'every caller passes the sender of the transaction’s call: deposit, mint, file, challenge',
    ],
    [
      '_convertToShares',
      'unused-return',
      'the low half of the product is not needed to see that the quotient overflows',
    ],
    ['_withdraw', 'dead-code', 'overrides what ERC4626 calls'],
    ['_deposit', 'dead-code', 'overrides what ERC4626 calls'],
  ),
  ...at(PANEL, ['hasSigned', 'unused-return', 'the third answer only details the error, which is judged']),
  ...at(PANEL, [
    '_hasContractSigned',
    'assembly',
    'see the comment there; the own check `constructs` lists all assembly',
  ]),
  ...at(RULES, ['last', 'uninitialized-local', 'starts at 0, and is not read before the first point has set it']),
  ...at(RULES, ['_checkClocks', 'timestamp', OWN_CHECK]),
  ...at('contracts/parts/Docket.sol', ['_phaseOf', 'timestamp', OWN_CHECK], ['_nextOfDocket', 'costly-loop', COSTLY]),
  ...at(
    ESCROW,
    ['file', 'timestamp', OWN_CHECK],
    ['fileBreak', 'timestamp', OWN_CHECK],
    ['release', 'timestamp', OWN_CHECK],
    ['status', 'timestamp', OWN_CHECK],
    ['_room', 'timestamp', OWN_CHECK],
    ['_allSettled', 'timestamp', OWN_CHECK],
    ['award', 'costly-loop', 'at most 16 prizes, paid once in the life of an escrow'],
    ['_settleContest', 'costly-loop', 'written once in the life of an escrow, at the first claim that ranks'],
    ['_freeze', 'dead-code', 'implements what Shares calls'],
    ['IMPLEMENTATION', 'naming-convention', 'immutables are in capitals here, like constants'],
  ),
  ...at(
    POOL,
    ['_break', 'timestamp', TAINTED],
    ['_unhold', 'timestamp', TAINTED],
    ['_credit', 'timestamp', TAINTED],
    ['_pay', 'costly-loop x2', COSTLY],
    ['_break', 'costly-loop', COSTLY],
    ['_unhold', 'costly-loop x2', COSTLY],
    ['_advance', 'costly-loop', COSTLY],
  ),
  ...at('contracts/EscrowFactory.sol', [
    'implementation_',
    'missing-zero-check',
    'the deployment makes the factory with the escrow it just made, and reads it back',
  ]),
  ...at(
    ROUTER,
    [
      'pledgeNative',
      'arbitrary-send-eth',
      'the caller’s own ETH, to the asset of an escrow of the factory that the caller names',
    ],
    ['pledgeNative', 'reentrancy-balance x4', GUARDED],
    [
      'pledgeThroughVault',
      'incorrect-equality x2',
      'nothing to pay is skipped, nothing for money reverts; more than nothing is pledged',
    ],
    ['pledgeThroughVault', 'reentrancy-balance x2', GUARDED],
    ['_pledge', 'unused-return', 'shares are 1:1, whatever the escrow’s answer'],
    ['_buy', 'unused-return', 'what a vault gave is measured by balance: its answer may lie'],
    ['_disallow', 'calls-loop x3', LOOP],
    ['_buy', 'calls-loop x5', LOOP],
    ['_room', 'calls-loop x6', LOOP],
    ['_asset', 'calls-loop x3', LOOP],
    ['_pledge', 'calls-loop x3', LOOP],
    ['pledgeNative', 'calls-loop x3', LOOP],
    ['pledgeThroughVault', 'calls-loop x2', LOOP],
  ),
  ...at('*', ['', 'pragma', 'ours is 0.8.37 alone; the dependency’s ranges all hold it']),
]

const SHIFT = 'a bit by its place is meant: 1 shifted by a number'

export const FORGE_LINT: readonly Accepted[] = [
  ...at(
    '*',
    ['block-timestamp', '*', 'the own check `deadlines` lists every comparison with the time'],
    ['unsafe-typecast', '*', 'the own check `casts` lists every conversion to fewer bits with its bound'],
  ),
  ...at('contracts/parts/Docket.sol', [
    'incorrect-shift',
    'if (seats == (1 << members) - 1) claim.observedAt = uint40(block.timestamp);',
    SHIFT,
  ]),
  ...at(POOL, ['incorrect-shift', 'if (seats & uint64(1 << seat) == 0) continue;', SHIFT]),
  ...at(ESCROW, ['incorrect-shift', 'uint256 seatBit = 1 << o.seat; // 0 from seat 256 on, which no panel has', SHIFT]),
]
