// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Point, Rule} from "contracts/Terms.sol";
import {Pool} from "contracts/parts/Pool.sol";
import {Called} from "./Called.sol";

/// @dev S3 for curves of one point (a prize): progress never falls and never passes the curve's last measurement, a verdict earns exactly
/// what is paid more for it, in all at most the price and the pledges, and what is refundable is the rest of the pledges.
contract Progress is Pool, Called {
    function advance(Rule rule, uint64 m, uint64 minStep, Point[] memory curve, uint256 pledged) external {
        require(_called() && _prize(curve) && rule != Rule.Contest && pledged < 2 ** 128);
        uint64 before = _progress;
        require(before <= curve[0].measurement);
        uint256 paid = _paid(curve, pledged);
        uint256 earned = _advance(rule, m, minStep, curve, pledged);
        assert(_progress >= before && _progress <= curve[0].measurement);
        assert(_progress > before || earned == 0);
        uint256 later = _paid(curve, pledged);
        assert(later == paid + earned);
        assert(later <= curve[0].price && later <= pledged);
    }

    function refundable(Point[] memory curve, uint256 pledged) external view {
        require(_called() && _prize(curve) && pledged < 2 ** 128);
        assert(_refundableOf(curve, pledged) + _paid(curve, pledged) == pledged + _returned);
    }

    function _prize(Point[] memory curve) private pure returns (bool) {
        return curve.length == 1 && curve[0].price < 2 ** 128;
    }
}
