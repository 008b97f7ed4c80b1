// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Point, Rule} from "contracts/Terms.sol";
import {Pool} from "contracts/parts/Pool.sol";
import {Called} from "./Called.sol";

/// @dev S3 for curves of one point (a prize): progress never falls and never passes the curve's last measurement, and a verdict earns
/// exactly what the refundable money loses, at most the price and the pledges in all.
contract Progress is Pool, Called {
    function advance(Rule rule, uint64 m, uint64 minStep, uint64 last, uint128 price, uint256 pledged) external {
        require(_called() && rule != Rule.Contest && _progress <= last && pledged < 2 ** 128 && _returned <= pledged);
        Point[] memory curve = new Point[](1);
        curve[0] = Point(last, price);
        uint256 before = _progress;
        uint256 refundable = _refundableOf(curve, pledged);
        uint256 earned = _advance(rule, m, minStep, curve, pledged);
        assert(_progress >= before && _progress <= last);
        assert(_progress > before || earned == 0);
        assert(_refundableOf(curve, pledged) + earned == refundable);
        assert(_paid(curve, pledged) <= price && _paid(curve, pledged) <= pledged);
    }
}
