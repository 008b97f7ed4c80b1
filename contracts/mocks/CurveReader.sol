// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Point} from "../Terms.sol";
import {Curve} from "../parts/Curve.sol";

/// @title For tests: prices of many curves in one call, by the library that escrows use
contract CurveReader {
    using Curve for Point[];

    /// @notice For each curve its prices at the measurements in the same place.
    function pricesOf(
        Point[][] calldata curves,
        uint64[][] calldata measurements
    ) external pure returns (uint256[][] memory prices) {
        prices = new uint256[][](curves.length);
        for (uint256 i = 0; i < curves.length; ++i) {
            Point[] memory curve = curves[i];
            prices[i] = new uint256[](measurements[i].length);
            for (uint256 j = 0; j < measurements[i].length; ++j) {
                prices[i][j] = curve.priceDown(measurements[i][j]);
            }
        }
    }
}
