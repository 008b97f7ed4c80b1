// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Point} from "contracts/Terms.sol";
import {Curve} from "contracts/parts/Curve.sol";
import {Called} from "./Called.sol";

/// @dev The price of any curve of up to 3 points that the rules of the terms let through: it never falls and is the last price at the
/// end. Of the quotient inside a segment only what curve.smt2 proves is used.
contract Curves is Called {
    using Curve for Point[];

    function price(Point[] memory curve, uint64 m, uint64 n) external view {
        require(_called() && _valid(curve) && m <= n);
        _useLemmas(curve, m, n);
        (uint256 atM, uint256 atN) = (curve.priceDown(m), curve.priceDown(n));
        assert(atM <= atN);
        assert(atN <= curve[curve.length - 1].price);
        assert(n < curve.last() || atN == curve[curve.length - 1].price);
    }

    function _valid(Point[] memory curve) private pure returns (bool) {
        uint256 length = curve.length;
        return
            length > 0 &&
            length <= 3 &&
            (curve[0].measurement > 0 || curve[0].price == 0) &&
            (length < 2 || _rises(curve[0], curve[1])) &&
            (length < 3 || _rises(curve[1], curve[2])) &&
            curve[length - 1].price > 0 &&
            curve[length - 1].price < 2 ** 128;
    }

    function _rises(Point memory a, Point memory b) private pure returns (bool) {
        return a.measurement <= b.measurement && a.price <= b.price;
    }

    function _useLemmas(Point[] memory curve, uint64 m, uint64 n) private pure {
        if (curve.length > 1) _useLemma(curve[0], curve[1], m, n);
        if (curve.length > 2) _useLemma(curve[1], curve[2], m, n);
    }

    /// @dev lemma-bounded and lemma-monotone of curve.smt2.
    function _useLemma(Point memory a, Point memory b, uint64 m, uint64 n) private pure {
        if (a.measurement == b.measurement) return;
        uint256 p = b.price - a.price;
        uint256 d = b.measurement - a.measurement;
        if (a.measurement <= n && n < b.measurement) require((p * (n - a.measurement)) / d <= p);
        if (a.measurement > m || m >= b.measurement) return;
        require((p * (m - a.measurement)) / d <= p);
        if (n < b.measurement) require((p * (m - a.measurement)) / d <= (p * (n - a.measurement)) / d);
    }
}
