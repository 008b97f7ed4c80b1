// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Point, Rule} from "../../contracts/Terms.sol";
import {Curve} from "../../contracts/parts/Curve.sol";
import {Claim} from "../../contracts/parts/Docket.sol";
import {Pool} from "../../contracts/parts/Pool.sol";

/// @title Fuzz tests of the import-free parts: curve, tally, ranking, payouts
contract CurveTest is Pool {
    using Curve for Point[];

    bool public constant IS_TEST = true;
    Claim private _claim;

    /// @dev A valid curve drawn from `seed`: 1 to 16 points with ramps, jumps and flat stretches.
    function _curve(uint256 seed, uint64 reach) private pure returns (Point[] memory curve) {
        curve = new Point[](1 + (seed % 16));
        uint64 m = 0;
        uint256 price = 0;
        for (uint256 i = 0; i < curve.length; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            bool jump = i > 0 && dice % 4 == 0;
            bool flat = !jump && i > 0 && dice % 4 == 1;
            if (!jump) m += 1 + (uint64(dice >> 8) % reach);
            if (!flat) price += 1 + ((dice >> 80) % 2 ** 123);
            curve[i] = Point(m, price);
        }
    }

    function testFuzz_curveNeverFalls(uint256 seed, uint64 a, uint64 b) public pure {
        Point[] memory curve = _curve(seed, 2 ** 59);
        (uint64 low, uint64 high) = a < b ? (a, b) : (b, a);
        assert(curve.priceDown(low) <= curve.priceDown(high));
        assert(curve.priceDown(high) <= curve[curve.length - 1].price);
    }

    function testFuzz_curveMeetsItsPoints(uint256 seed) public pure {
        Point[] memory curve = _curve(seed, 2 ** 59);
        for (uint256 i = 0; i < curve.length; ++i) {
            bool jumps = i + 1 < curve.length && curve[i + 1].measurement == curve[i].measurement;
            if (!jumps) assert(curve.priceDown(curve[i].measurement) == curve[i].price);
            if (i == 0) assert(curve.priceDown(curve[0].measurement - 1) == 0);
        }
        assert(curve.priceDown(type(uint64).max) == curve[curve.length - 1].price);
    }

    /// @notice S4 of Units: parts m1, m2, ... never earn more than their sum, and all of it G of the sum if each counts.
    function testFuzz_S4_unitsSplit(uint256 seed, uint256 pledged, uint8[8] memory parts, uint8 minStep) public {
        Point[] memory curve = _curve(seed, 200);
        pledged = 1 + (pledged % curve[curve.length - 1].price);
        uint256 whole = 0;
        uint256 earned = 0;
        bool all = true;
        for (uint256 i = 0; i < 8; ++i) {
            whole += parts[i];
            all = all && parts[i] >= minStep;
            earned += _advance(Rule.Units, parts[i], minStep == 0 ? 1 : minStep, curve, pledged);
        }
        uint256 most = _most(curve, whole, pledged);
        assert(earned <= most);
        if (all && minStep > 0) assert(earned == most);
    }

    /// @notice S4 of Record: a rising series never earns more than its best.
    function testFuzz_S4_recordSplit(uint256 seed, uint256 pledged, uint16[8] memory series, uint8 minStep) public {
        Point[] memory curve = _curve(seed, 5_000);
        pledged = 1 + (pledged % curve[curve.length - 1].price);
        uint256 best = 0;
        uint256 earned = 0;
        for (uint256 i = 0; i < 8; ++i) {
            if (series[i] > best) best = series[i];
            earned += _advance(Rule.Record, series[i], minStep == 0 ? 1 : minStep, curve, pledged);
        }
        assert(earned <= _most(curve, best, pledged));
    }

    /// @notice The tally's cell k is the k-th of the sorted observations, whatever the order of recording.
    function testFuzz_tallyIsSorting(uint64[12] memory measurements, uint8 n, uint8 k, uint256 order) public {
        uint256 count = 1 + (n % 12);
        uint256 quorum = 1 + (k % count);
        uint64[] memory sorted = new uint64[](count);
        uint256 seats = 0;
        for (uint256 i = 0; i < count; ++i) {
            uint256 seat = ((order % count) + i) % count;
            uint64 m = measurements[seat] % (order % 2 == 0 ? type(uint64).max : 4); // ties in every other run
            _tally(_claim, m, quorum);
            seats |= 1 << seat;
            _recordSeats(_claim, seats, count);
            assert((_claim.observedAt != 0) == (i + 1 == count)); // the last one ends observing
            sorted[i] = m;
            for (uint256 j = i; j > 0 && sorted[j - 1] < sorted[j]; --j)
                (sorted[j - 1], sorted[j]) = (sorted[j], sorted[j - 1]);
            assert(_verdict(_claim, quorum) == (i + 1 < quorum ? 0 : sorted[quorum - 1]));
            assert(_claim.tally[1] == sorted[0]);
        }
    }

    /// @notice Ranks are the best scores, of equals the earlier.
    function testFuzz_rankIsStableSorting(uint8[20] memory scores, uint8 prizes) public {
        uint64 places = 1 + (prizes % 16);
        for (uint256 i = 0; i < 20; ++i) _rank(scores[i] % 8, i, places);
        assert(_ranks.length == places);
        bool[20] memory taken;
        for (uint256 r = 0; r < places; ++r) {
            uint256 best = 20;
            for (uint256 i = 0; i < 20; ++i) {
                if (!taken[i] && (best == 20 || scores[i] % 8 > scores[best] % 8)) best = i;
            }
            taken[best] = true;
            assert(_ranks[r].index == best && _ranks[r].score == scores[best] % 8);
        }
    }

    function _most(Point[] memory curve, uint256 m, uint256 pledged) private pure returns (uint256) {
        uint256 price = curve.priceDown(m > type(uint64).max ? type(uint64).max : uint64(m));
        return price > pledged ? pledged : price;
    }
}
