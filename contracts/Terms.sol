// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How verdicts move progress and what they pay (docs/protocol.md, section 4).
enum Rule {
    /// Every verdict adds to progress: a price per unit.
    Units,
    /// A verdict counts when it beats the best so far: pay for the improvement.
    Record,
    /// Claims are ranked by verdict and the best are paid once claims have ended.
    Contest
}

/// @notice One point of the payout curve: the cumulative `price`, in asset units, at `measurement`.
struct Point {
    uint64 measurement;
    uint256 price;
}

/// @notice Everything that is fixed when an escrow is created. Immutable: the terms are part of the escrow's code, and the
/// escrow's address is a commitment to them. `EscrowFactory.create` lists the bounds; each bound has its own error in
/// `TermsRules`. Times are unix seconds, durations seconds, amounts base units of `asset`. Amounts and times are wider than their
/// bounds so that a value out of bounds is refused with an error that names it; only a `rule`, measurement or address that is none
/// is refused by the decoder, without data.
struct Terms {
    /// keccak256 of the outcome document.
    bytes32 outcome;
    /// The ERC-20 that is pledged.
    address asset;
    Rule rule;
    /// 1 to 16 points, cumulative price as a function of measurement.
    Point[] curve;
    /// Smallest advance that counts; a `Record` that reaches the curve's next point always does. For `Contest` the lowest score
    /// that ranks.
    uint64 minStep;
    /// Last second for pledges.
    uint256 pledgeBy;
    /// The commitment binds once pledges reach this.
    uint256 threshold;
    /// Pledges never pass this.
    uint256 cap;
    /// Last second for claims.
    uint256 claimBy;
    /// V: how long members may observe a claim.
    uint256 verifyWithin;
    /// C: how long a verdict may be challenged.
    uint256 challengeWithin;
    /// A: how long the arbiter may rule after a challenge.
    uint256 arbitrateWithin;
    /// `Contest` only: claims end this long after the first passing claim settles; 0 = no last call.
    uint256 lastCall;
    /// The oracle operators, in ascending order.
    address[] panel;
    /// How many members must vouch.
    uint256 quorum;
    /// May overrule a challenged verdict; zero = nobody.
    address arbiter;
    /// Paid by the solver when filing.
    uint256 claimFee;
    /// Paid by the challenger.
    uint256 challengeFee;
    /// Basis points of each payout that are held for `warranty`.
    uint256 holdback;
    uint256 warranty;
}
