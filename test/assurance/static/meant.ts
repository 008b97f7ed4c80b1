/** What the own checks find and is meant to be, each with its reason. What is not listed, or listed and gone, fails the check. */
import { type Accepted, at } from './findings.ts'

const ESCROW = 'contracts/Escrow.sol'
const DOCKET = 'contracts/parts/Docket.sol'
const POOL = 'contracts/parts/Pool.sol'
const PANEL = 'contracts/parts/Panel.sol'
const SHARES = 'contracts/parts/Shares.sol'
const CODE = 'contracts/parts/TermsCode.sol'
const RULES = 'contracts/parts/TermsRules.sol'
const ROUTER = 'contracts/periphery/PledgeRouter.sol'
const ERC20 = '@openzeppelin/contracts/token/ERC20/ERC20.sol'
const PERMIT = '@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol'
const GUARD = '@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol'

const UNGUARDED = 'has no nonReentrant'

export const MEANT = {
  unguarded: [
    ...at(
      ERC20,
      [
        'transfer',
        UNGUARDED,
        'calls nobody and moves the caller’s own shares only; no step of ours spans a change of shares',
      ],
      ['transferFrom', UNGUARDED, 'as transfer, within the allowance'],
      ['approve', UNGUARDED, 'calls nobody and changes the caller’s own allowance only'],
    ),
    ...at(PERMIT, ['permit', UNGUARDED, 'calls nobody but a precompile; changes the allowance that the owner signed']),
  ],

  revertsOfSettling: ['settle', 'settleBreaks'].flatMap((name) => [
    ...at(GUARD, [name, 'revert ReentrancyGuardReentrantCall()', 'only from within a call of the escrow itself']),
    ...at(ESCROW, [name, 'revert NotAnEscrow()', 'only at the implementation, which holds nothing']),
    ...at('@openzeppelin/contracts/utils/Panic.sol', [
      name,
      'assembly in panic',
      'a read beyond the terms in the code; the counts of points and members are packed with them',
    ]),
  ]),

  ownBalances: [
    ...at(SHARES, ['_pull', 'token.balanceOf(address(this))', 'the difference before and after is what was delivered']),
    ...at(
      ROUTER,
      ['pledgeNative', 'token.balanceOf(address(this))', 'the difference before and after is what was wrapped'],
      ['_buy', 'vault.balanceOf(address(this))', 'the difference before and after is what was bought'],
      ['_buy', 'underlying.balanceOf(address(this))', 'the difference before and after is what the vault left'],
    ),
  ],

  unwanted: at(PANEL, [
    '_hasContractSigned',
    'assembly ("memory-safe") { let success := staticcall(SIGNATU',
    'a static call with bounded gas and return data, which Solidity cannot make',
  ]),

  loops: [
    ...at(
      ESCROW,
      ['observe', 'i < observations.length', 'the caller’s own list'],
      ['settle', 'settled < most', 'the caller’s number; ends at the first claim that is not decided'],
      ['settleBreaks', 'settled < most', 'the caller’s number; ends at the first break claim that is not decided'],
      ['award', 'r <= ranked', 'at most 16 prizes'],
      ['release', 'i < keys.length', 'the caller’s own list'],
    ),
    ...at(
      'contracts/parts/Curve.sol',
      ['priceDown', 'i < curve.length && curve[i].measurement <= m', 'at most 16 points, in memory'],
      ['next', 'i < curve.length - 1 && curve[i].measurement <= x', 'at most 16 points, in memory'],
    ),
    ...at(DOCKET, ['_tally', 'i > 1', 'from the quorum down, at most 32']),
    ...at(
      POOL,
      ['_rank', 'i > 0 && _ranks[i - 1].score < score', 'at most 16 ranks'],
      ['_shareFee', 'seat < panel.length && part > 0', 'at most 32 members, in memory'],
    ),
    ...at(
      CODE,
      ['pack', 'i < points_', 'the creator’s own terms; at most 255 fit, 16 are accepted'],
      ['pack', 'i < members_', 'the creator’s own terms; at most 255 fit, 32 are accepted'],
      ['fits', 'i < t.curve.length', 'the caller’s own terms'],
      ['curve', 'i < curve_.length', 'at most 16 points, from the code'],
      ['panel', 'seat < panel_.length', 'at most 32 members, from the code'],
    ),
    ...at(
      RULES,
      ['_checkCurve', 'i < length', 'at most 16, checked before'],
      ['_checkPanel', 'i < n', 'at most 32, checked before'],
    ),
    ...at('contracts/periphery/OperatorDirectory.sol', ['_isMember', 'i < panel.length', 'at most 32 members']),
    ...at(
      ROUTER,
      ['pledge', 'i < pledges.length', 'the caller’s own list'],
      ['pledgeNative', 'i < pledges.length', 'the caller’s own list'],
      ['pledgeThroughVault', 'i < pledges.length', 'the caller’s own list'],
    ),
  ],

  narrowings: [
    ...at(
      ESCROW,
      ['_freeze', 'uint128(refundable_)', 'at most what was pledged, which is at most the cap, below 2^128'],
      ['_freeze', 'uint128(pledged_)', 'at most the cap, below 2^128'],
      [
        '_settleContest',
        'uint40(_min(block.timestamp + code.lastCall(), code.claimBy()))',
        'at most claimBy, which has 40 bits in the code',
      ],
    ),
    ...at(
      DOCKET,
      ['_file', 'uint40(block.timestamp)', '2^40 seconds last 34,000 years'],
      ['_recordSeats', 'uint40(block.timestamp)', '2^40 seconds last 34,000 years'],
      ['_recordSeats', 'uint64(seats)', 'a bit for each seat, of which there are at most 32'],
      ['_challenge', 'uint40(block.timestamp)', '2^40 seconds last 34,000 years'],
    ),
    ...at(
      POOL,
      ['_passes', 'uint64(_min(m, last))', 'both have 64 bits'],
      ['_advance', 'uint64(last)', 'at most the last measurement of the curve, which has 64 bits'],
      ['_rank', 'uint64(index)', 'the docket counts in 48 bits'],
      ['_pay', 'uint128(heldBack)', 'at most what is paid, which is at most what was pledged, below 2^128'],
      ['_pay', 'uint40(block.timestamp)', '2^40 seconds last 34,000 years'],
      ['_shareFee', 'uint64(1 << seat)', 'a seat is below 32'],
      ['_break', 'uint128(returned)', 'at most what was held, which has 128 bits'],
    ),
    ...at(SHARES, ['symbol', 'uint32(uint160(address(this)))', 'the last four bytes of the address are wanted']),
    ...at(CODE, ['*', '*', 'cuts a field out of its word; the golden vectors compare every field']),
  ],

  deadlines: [
    ...at(
      ESCROW,
      ['file', 'block.timestamp > end', 'claims may be filed up to their last second'],
      ['fileBreak', 'block.timestamp > end', 'break claims may be filed up to the last second of the warranty'],
      [
        'release',
        'block.timestamp <= _holdings[key].paidAt + warranty',
        'released after the last second of the warranty',
      ],
      ['status', 'block.timestamp <= code.pledgeBy()', 'Pledging up to its last second, then Void'],
      ['_room', 'block.timestamp > code.pledgeBy()', 'pledges up to their last second'],
      ['_allSettled', 'block.timestamp > _claimsEnd(code)', 'claims have ended after their last second'],
    ),
    ...at(
      DOCKET,
      ['_phaseOf', 'block.timestamp <= observingEnd', 'observing up to its last second'],
      ['_phaseOf', 'block.timestamp <= observingEnd + clocks.challengeWithin', 'challenging up to its last second'],
      ['_phaseOf', 'block.timestamp <= challengedAt + clocks.arbitrateWithin', 'arbitrating up to its last second'],
    ),
    ...at(RULES, ['_checkClocks', 't.pledgeBy <= block.timestamp', 'pledging must end after the second of creation']),
  ],

  oddDeadlines: at(RULES, [
    '_checkClocks',
    't.pledgeBy <= block.timestamp',
    'no deadline of an action: the terms must leave time to pledge',
  ]),

  privileges: at(
    ESCROW,
    ['rule', 'msg.sender != code.arbiter()', 'the arbiter of the terms alone rules'],
    ['assign', 'msg.sender != claim.payee', 'a payee alone gives away what is its own'],
    ['collect', 'msg.sender != account', 'an account alone sends its money elsewhere'],
  ),

  divisions: [
    ...at('contracts/parts/Curve.sol', [
      'priceDown',
      '((b.price - a.price) * (m - a.measurement)) / (b.measurement - a.measurement)',
      'down: against the solver; telescopes, because all pay is a difference of such prices',
    ]),
    ...at(PANEL, ['_hasContractSigned', '(SIGNATURE_GAS * 64) / 63', 'a constant; 3,000 gas more than make up for it']),
    ...at(
      POOL,
      ['_pay', '(amount * (BASIS_POINTS - holdback)) / BASIS_POINTS', 'down: what is held is rounded up, none is lost'],
      ['_shareFee', 'fee / panel.length', 'down: against the members; the payee gets the rest'],
      ['_break', 'amount / 2', 'down: against the breaker; the funders get the rest'],
    ),
    ...at(
      SHARES,
      [
        '_convertToAssets',
        'Math.mulDiv(shares, refundable, pledged, rounding)',
        'as ERC-4626 wants: down on the way out',
      ],
      [
        '_convertToShares',
        'Math.mulDiv(assets, pledged, refundable)',
        'down, and one more where rounding up is asked for',
      ],
    ),
  ],

  payables: [
    ...at('contracts/periphery/IPledgeRouter.sol', ['pledgeNative', 'takes ETH', 'wraps it for the caller']),
    ...at(
      ROUTER,
      ['deposit', 'takes ETH', 'the interface of wrapped ETH'],
      ['pledgeNative', 'takes ETH', 'wraps it for the caller and gives back the rest'],
    ),
  ],
} satisfies Record<string, Accepted[]>
