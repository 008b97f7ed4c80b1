// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Point, Rule} from "../Terms.sol";
import {Curve} from "./Curve.sol";
import {Claim, Docket} from "./Docket.sol";

/// @notice A claim ranked by a contest.
struct Rank {
    uint64 score;
    /// The claim's place in the docket.
    uint64 index;
}

/// @notice The part of a payout that is held for the warranty.
struct Holding {
    /// In asset units, below 2^128; 0 when nothing is held (any more).
    uint128 amount;
    /// When the claim was paid.
    uint40 paidAt;
}

/// @title The pool: what was pledged, what verdicts earn, what is owed, held and refundable (docs/protocol.md, sections 4 and 5)
/// @dev Imports nothing but the curve and the docket, so that the compiler's model checker can prove it as it is deployed.
/// Counts money and never moves it. `pledged` is always P, the sum of all pledges ever made, at most 2^128 - 1.
/// Everything paid for claims is G(x) = min(F(x), P), derived from progress x, never stored.
abstract contract Pool is Docket {
    using Curve for Point[];

    uint256 private constant BASIS_POINTS = 10_000;

    /// x; of a contest the number of prizes awarded.                        bits 144 to 207 of the docket's last slot
    uint64 internal _progress;
    mapping(address account => uint256 amount) internal _owed;
    mapping(bytes32 key => Holding) internal _holdings;
    /// Sum of all holdings.
    uint128 internal _held;
    /// What broken claims gave back to the funders.
    uint128 internal _returned;
    /// P and the refundable money at the first redemption; 0 before. From then on neither can change.
    uint128 internal _frozenPledged;
    uint128 internal _frozenRefundable;
    /// The claims of a contest that win prizes as things stand, best first, ties to the earlier.
    Rank[] internal _ranks;

    /// @dev G(x): everything paid for claims so far.
    function _paid(Point[] memory curve, uint256 pledged) internal view returns (uint256) {
        return _min(curve.priceDown(_progress), pledged);
    }

    /// @dev What the funders would get back if nothing more were paid: P - G(x) + what broken claims gave back.
    function _refundableOf(Point[] memory curve, uint256 pledged) internal view returns (uint256) {
        return pledged - _paid(curve, pledged) + _returned;
    }

    /// @dev Whether a claim with verdict `m` ends pledging for good: column "when" of section 4 at x = 0, and for `Record` only if
    /// it would be paid something.
    function _passes(Rule rule, uint64 m, uint64 minStep, Point[] memory curve) internal pure returns (bool) {
        if (rule != Rule.Record) return m >= minStep;
        uint64 last = curve.last();
        return m >= _min(minStep, curve.next(0)) && curve.priceDown(uint64(_min(m, last))) > 0;
    }

    /// @dev Moves progress by a settled verdict `m` under rule `Units` or `Record` and returns what it earns,
    /// G(x') - G(x). Never reverts: all terms are below 2^128, and F never falls.
    function _advance(
        Rule rule,
        uint64 m,
        uint64 minStep,
        Point[] memory curve,
        uint256 pledged
    ) internal returns (uint256 earned) {
        uint256 x = _progress;
        uint256 last = curve.last();
        if (rule == Rule.Units) {
            if (m < minStep) return 0;
            last = _min(x + m, last);
        } else {
            if (m <= x || m < _min(x + minStep, curve.next(x))) return 0;
            last = _min(m, last);
        }
        uint256 before = _paid(curve, pledged);
        _progress = uint64(last); // at most the curve's last measurement
        return _paid(curve, pledged) - before;
    }

    /// @dev Ranks the claim at `index` of the docket by `score`. At most `prizes` (1 to 16) stay ranked. Never reverts.
    function _rank(uint64 score, uint256 index, uint64 prizes) internal {
        uint256 i = _ranks.length;
        if (i == prizes) {
            if (score <= _ranks[i - 1].score) return;
            --i;
        } else {
            _ranks.push();
        }
        for (; i > 0 && _ranks[i - 1].score < score; --i) {
            _ranks[i] = _ranks[i - 1];
        }
        _ranks[i] = Rank(score, uint64(index)); // the docket counts claims in 48 bits
    }

    /// @dev Credits `amount` to `account`. Saturates rather than reverts: only a token that invents money could get there.
    function _credit(address account, uint256 amount) internal {
        uint256 owed = _owed[account];
        _owed[account] = amount > type(uint256).max - owed ? type(uint256).max : owed + amount;
    }

    /// @dev Pays `amount` (below 2^128) for claim `key`: `holdback` basis points are held, rounded up, the rest is credited.
    function _pay(bytes32 key, uint256 amount, uint256 holdback) internal returns (uint256 heldBack) {
        if (amount == 0) return 0;
        uint256 direct = (amount * (BASIS_POINTS - holdback)) / BASIS_POINTS;
        heldBack = amount - direct;
        if (heldBack > 0) {
            // Both are at most G(x) <= P < 2^128.
            _holdings[key] = Holding(uint128(heldBack), uint40(block.timestamp));
            _held += uint128(heldBack);
        }
        if (direct > 0) _credit(_claims[key].payee, direct);
    }

    /// @dev Shares a `fee` equally among the members whose observation of `claim` is recorded; the rest goes to the payee.
    function _shareFee(Claim storage claim, uint256 fee, address[] memory panel) internal {
        uint256 part = fee / panel.length;
        uint256 rest = fee;
        uint64 seats = claim.tally[0];
        for (uint256 seat = 0; seat < panel.length && part > 0; ++seat) {
            if (seats & uint64(1 << seat) == 0) continue;
            _credit(panel[seat], part);
            rest -= part;
        }
        if (rest > 0) _credit(claim.payee, rest);
    }

    /// @dev Breaks claim `target`: half of what is held, rounded down, is credited to `breaker`, the rest goes back to the funders.
    function _break(bytes32 target, address breaker) internal returns (uint256 taken, uint256 returned) {
        uint128 amount = _unhold(target);
        if (amount == 0) return (0, 0);
        taken = amount / 2;
        returned = amount - taken;
        _returned += uint128(returned); // at most G(x) < 2^128 in total
        if (taken > 0) _credit(breaker, taken);
    }

    /// @dev Ends the holding of claim `key` and returns what it held.
    function _unhold(bytes32 key) internal returns (uint128 amount) {
        amount = _holdings[key].amount;
        if (amount == 0) return 0;
        _holdings[key].amount = 0;
        _held -= amount;
    }

    /// @dev Draws all that `account` is owed.
    function _draw(address account) internal returns (uint256 amount) {
        amount = _owed[account];
        _owed[account] = 0;
    }

    function _min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }
}
