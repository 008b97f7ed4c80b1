// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rule, Terms} from "../Terms.sol";
import {Accounts} from "./Accounts.sol";

/// @title The bounds of the terms (docs/protocol.md, section 2)
/// @notice Every bound has an error of its own that carries the offending value.
library TermsRules {
    uint256 internal constant MAX_POINTS = 16;
    uint256 internal constant MAX_PRIZES = 16;
    uint256 internal constant MAX_MEMBERS = 32;
    uint256 internal constant MAX_AHEAD = 50 * 365 days;
    uint256 internal constant MAX_CLOCK = 365 days;
    uint256 internal constant MIN_VERIFY = 1 hours;
    uint256 internal constant MAX_WARRANTY = 5 * 365 days;
    uint256 internal constant BASIS_POINTS = 10_000;

    /// Thrown when `asset` is not a contract; an EOA that delegates by EIP-7702 is none.
    error AssetNotContract(address asset);
    /// Thrown when the curve does not have 1 to 16 points.
    error CurveLength(uint256 points);
    /// Thrown when a point's measurement or price is below the one before, or both are equal to it.
    error CurveNotRising(uint256 index, uint64 measurement, uint256 price);
    /// Thrown when the curve pays for measurement 0.
    error CurvePaysForNothing(uint256 priceAtZero);
    /// Thrown when the curve's last price is 0 or 2^128 and more.
    error CurveLastPrice(uint256 price);
    /// Thrown when a contest has more than 16 prizes (the curve's last measurement).
    error TooManyPrizes(uint64 prizes);
    /// Thrown when `minStep` is 0.
    error MinStepZero(uint64 minStep);
    /// Thrown when `pledgeBy` is not in the future.
    error PledgeByPassed(uint256 pledgeBy, uint256 now_);
    /// Thrown when `claimBy` is before `pledgeBy` or more than 50 years (of 365 days) ahead.
    error ClaimByOutOfRange(uint256 claimBy, uint256 earliest, uint256 latest);
    /// Thrown when `cap` is above the curve's last price.
    error CapAboveCurve(uint256 cap, uint256 lastPrice);
    /// Thrown when `threshold` is 0 or above `cap`.
    error ThresholdOutOfRange(uint256 threshold, uint256 cap);
    /// Thrown when `verifyWithin` is not 1 hour to 365 days.
    error VerifyWithinOutOfRange(uint256 verifyWithin);
    /// Thrown when `challengeWithin` is above 365 days, zero with an arbiter or not zero without one.
    error ChallengeWithinOutOfRange(uint256 challengeWithin);
    /// Thrown when `arbitrateWithin` is above 365 days, zero with an arbiter or not zero without one.
    error ArbitrateWithinOutOfRange(uint256 arbitrateWithin);
    /// Thrown when `lastCall` is above 365 days, or not zero for another rule than `Contest`.
    error LastCallOutOfRange(uint256 lastCall);
    /// Thrown when the panel does not have 1 or 3 to 32 members.
    error PanelSize(uint256 members);
    /// Thrown when a member is zero, repeated or out of ascending order.
    error PanelNotAscending(uint256 index, address member);
    /// Thrown unless `2 * quorum > members` and `quorum < members` (`quorum == 1` for a panel of one).
    error QuorumOutOfRange(uint256 quorum, uint256 members);
    /// Thrown when the arbiter is a member of the panel.
    error ArbiterOnPanel(address arbiter);
    /// Thrown when `claimFee` is 2^128 or more.
    error ClaimFeeTooHigh(uint256 claimFee);
    /// Thrown when `challengeFee` is 2^128 or more, or not zero without an arbiter.
    error ChallengeFeeOutOfRange(uint256 challengeFee);
    /// Thrown when `holdback` is above 10,000 basis points, or zero with a `warranty`.
    error HoldbackOutOfRange(uint256 holdback);
    /// Thrown when `warranty` is above 5 years (of 365 days), or zero with a `holdback`.
    error WarrantyOutOfRange(uint256 warranty);

    /// @notice Reverts with the error of the first bound that `t` violates.
    function check(Terms calldata t) internal view {
        if (!Accounts.isContract(t.asset)) revert AssetNotContract(t.asset);
        _checkMoney(t, _checkCurve(t));
        _checkClocks(t);
        _checkPanel(t);
        _checkWarranty(t);
    }

    function _checkCurve(Terms calldata t) private pure returns (uint256 lastPrice) {
        uint256 length = t.curve.length;
        if (length == 0 || length > MAX_POINTS) revert CurveLength(length);
        uint64 last;
        for (uint256 i = 0; i < length; ++i) {
            (uint64 m, uint256 price) = (t.curve[i].measurement, t.curve[i].price);
            if (i > 0 && (m < last || price < lastPrice || (m == last && price == lastPrice))) {
                revert CurveNotRising(i, m, price);
            }
            if (m == 0 && price > 0) revert CurvePaysForNothing(price);
            (last, lastPrice) = (m, price);
        }
        if (lastPrice == 0 || lastPrice > type(uint128).max) revert CurveLastPrice(lastPrice);
        if (t.rule == Rule.Contest && last > MAX_PRIZES) revert TooManyPrizes(last);
        if (t.minStep == 0) revert MinStepZero(t.minStep);
    }

    function _checkMoney(Terms calldata t, uint256 lastPrice) private pure {
        if (t.cap > lastPrice) revert CapAboveCurve(t.cap, lastPrice);
        if (t.threshold == 0 || t.threshold > t.cap) revert ThresholdOutOfRange(t.threshold, t.cap);
        if (t.claimFee > type(uint128).max) revert ClaimFeeTooHigh(t.claimFee);
        bool arbitrated = t.arbiter != address(0);
        if (t.challengeFee > type(uint128).max || (t.challengeFee > 0 && !arbitrated)) {
            revert ChallengeFeeOutOfRange(t.challengeFee);
        }
    }

    function _checkClocks(Terms calldata t) private view {
        if (t.pledgeBy <= block.timestamp) revert PledgeByPassed(t.pledgeBy, block.timestamp);
        uint256 latest = block.timestamp + MAX_AHEAD;
        if (t.claimBy < t.pledgeBy || t.claimBy > latest) revert ClaimByOutOfRange(t.claimBy, t.pledgeBy, latest);
        if (t.verifyWithin < MIN_VERIFY || t.verifyWithin > MAX_CLOCK) revert VerifyWithinOutOfRange(t.verifyWithin);
        bool arbitrated = t.arbiter != address(0);
        if (t.challengeWithin > MAX_CLOCK || (t.challengeWithin > 0) != arbitrated) {
            revert ChallengeWithinOutOfRange(t.challengeWithin);
        }
        if (t.arbitrateWithin > MAX_CLOCK || (t.arbitrateWithin > 0) != arbitrated) {
            revert ArbitrateWithinOutOfRange(t.arbitrateWithin);
        }
        if (t.lastCall > MAX_CLOCK || (t.lastCall > 0 && t.rule != Rule.Contest)) revert LastCallOutOfRange(t.lastCall);
    }

    function _checkPanel(Terms calldata t) private pure {
        uint256 n = t.panel.length;
        if (n == 0 || n == 2 || n > MAX_MEMBERS) revert PanelSize(n);
        address before = address(0);
        for (uint256 i = 0; i < n; ++i) {
            address member = t.panel[i];
            if (member <= before) revert PanelNotAscending(i, member);
            if (member == t.arbiter) revert ArbiterOnPanel(member);
            before = member;
        }
        uint256 k = t.quorum;
        if (k > n || 2 * k <= n || (k == n && n > 1)) revert QuorumOutOfRange(k, n);
    }

    function _checkWarranty(Terms calldata t) private pure {
        if (t.holdback > BASIS_POINTS || (t.holdback == 0 && t.warranty > 0)) revert HoldbackOutOfRange(t.holdback);
        if (t.warranty > MAX_WARRANTY || (t.warranty == 0 && t.holdback > 0)) revert WarrantyOutOfRange(t.warranty);
    }
}
