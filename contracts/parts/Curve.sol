// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Point} from "../Terms.sol";

/// @title The payout curve (docs/protocol.md, section 4)
/// @notice F(m): 0 before the first point, linear between points, the higher value at a jump, constant after the last.
library Curve {
    /// @notice F(m) in asset units, rounded down.
    /// @dev The products stay below 2^192: prices are below 2^128 and measurements below 2^64.
    function priceDown(Point[] memory curve, uint64 m) internal pure returns (uint256) {
        uint256 i = 0;
        while (i < curve.length && curve[i].measurement <= m) ++i;
        if (i == 0) return 0;
        Point memory a = curve[i - 1];
        if (i == curve.length) return a.price;
        Point memory b = curve[i];
        return a.price + ((b.price - a.price) * (m - a.measurement)) / (b.measurement - a.measurement);
    }

    /// @notice The measurement of the first point above `x`, the last one if there is none: an advance that reaches it counts.
    function next(Point[] memory curve, uint256 x) internal pure returns (uint64) {
        uint256 i = 0;
        while (i < curve.length - 1 && curve[i].measurement <= x) ++i;
        return curve[i].measurement;
    }

    /// @notice The curve's last measurement: progress never passes it.
    function last(Point[] memory curve) internal pure returns (uint64) {
        return curve[curve.length - 1].measurement;
    }
}
