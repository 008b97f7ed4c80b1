// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Point, Rule} from "../../../contracts/Terms.sol";
import {TermsRules} from "../../../contracts/parts/TermsRules.sol";
import {Stage} from "./Stage.sol";

/// @title Every bound of the terms: its error, with its values
contract BoundsTest is Stage {
    function _curve(Point memory a, Point memory b) private {
        delete terms.curve;
        terms.curve.push(a);
        terms.curve.push(b);
    }

    function _panel(uint256 members) private {
        delete terms.panel;
        for (uint256 i = 1; i <= members; ++i) terms.panel.push(address(uint160(i)));
    }

    function test_assetIsNoContract() public {
        terms.asset = address(0xdead);
        _refusedTerms(abi.encodeWithSelector(TermsRules.AssetNotContract.selector, 0xdead));
    }

    function test_curveWithoutPoints() public {
        delete terms.curve;
        _refusedTerms(abi.encodeWithSelector(TermsRules.CurveLength.selector, 0));
    }

    function test_curveWithTooManyPoints() public {
        for (uint64 i = 11; i <= 25; ++i) terms.curve.push(Point(i, 1_000));
        _refusedTerms(abi.encodeWithSelector(TermsRules.CurveLength.selector, 17));
    }

    function test_curveFallsInMeasurement() public {
        terms.curve.push(Point(9, 2_000));
        _refusedTerms(abi.encodeWithSelector(TermsRules.CurveNotRising.selector, 2, 9, 2_000));
    }

    function test_curveFallsInPrice() public {
        terms.curve.push(Point(11, 999));
        _refusedTerms(abi.encodeWithSelector(TermsRules.CurveNotRising.selector, 2, 11, 999));
    }

    function test_curveRepeatsAPoint() public {
        terms.curve.push(Point(10, 1_000));
        _refusedTerms(abi.encodeWithSelector(TermsRules.CurveNotRising.selector, 2, 10, 1_000));
    }

    function test_curvePaysForNothing() public {
        _curve(Point(0, 7), Point(10, 1_000));
        _refusedTerms(abi.encodeWithSelector(TermsRules.CurvePaysForNothing.selector, 7));
    }

    function test_lastPriceZero() public {
        _curve(Point(0, 0), Point(10, 0));
        _refusedTerms(abi.encodeWithSelector(TermsRules.CurveLastPrice.selector, 0));
    }

    function test_lastPriceDoesNotFit() public {
        _curve(Point(0, 0), Point(10, 2 ** 128));
        _refusedTerms(abi.encodeWithSelector(TermsRules.CurveLastPrice.selector, 2 ** 128));
    }

    function test_tooManyPrizes() public {
        terms.rule = Rule.Contest;
        _curve(Point(0, 0), Point(17, 1_000));
        _refusedTerms(abi.encodeWithSelector(TermsRules.TooManyPrizes.selector, 17));
    }

    function test_minStepZero() public {
        terms.minStep = 0;
        _refusedTerms(abi.encodeWithSelector(TermsRules.MinStepZero.selector, 0));
    }

    function test_capAboveTheCurve() public {
        terms.cap = 1_001;
        _refusedTerms(abi.encodeWithSelector(TermsRules.CapAboveCurve.selector, 1_001, 1_000));
    }

    function test_thresholdZero() public {
        terms.threshold = 0;
        _refusedTerms(abi.encodeWithSelector(TermsRules.ThresholdOutOfRange.selector, 0, 1_000));
    }

    function test_thresholdAboveTheCap() public {
        terms.threshold = 1_001;
        _refusedTerms(abi.encodeWithSelector(TermsRules.ThresholdOutOfRange.selector, 1_001, 1_000));
    }

    function test_claimFeeTooHigh() public {
        terms.claimFee = 2 ** 128;
        _refusedTerms(abi.encodeWithSelector(TermsRules.ClaimFeeTooHigh.selector, 2 ** 128));
    }

    function test_challengeFeeTooHigh() public {
        terms.challengeFee = 2 ** 128;
        _refusedTerms(abi.encodeWithSelector(TermsRules.ChallengeFeeOutOfRange.selector, 2 ** 128));
    }

    function test_challengeFeeWithoutArbiter() public {
        terms.challengeFee = 1;
        _refusedTerms(abi.encodeWithSelector(TermsRules.ChallengeFeeOutOfRange.selector, 1));
    }

    function test_pledgeByNow() public {
        terms.pledgeBy = block.timestamp;
        _refusedTerms(abi.encodeWithSelector(TermsRules.PledgeByPassed.selector, block.timestamp, block.timestamp));
    }

    function test_claimByBeforePledgeBy() public {
        terms.claimBy = terms.pledgeBy - 1;
        uint256 latest = block.timestamp + 50 * 365 days;
        _refusedTerms(
            abi.encodeWithSelector(TermsRules.ClaimByOutOfRange.selector, terms.claimBy, terms.pledgeBy, latest)
        );
    }

    function test_claimByTooFarAhead() public {
        uint256 latest = block.timestamp + 50 * 365 days;
        terms.claimBy = latest + 1;
        _refusedTerms(
            abi.encodeWithSelector(TermsRules.ClaimByOutOfRange.selector, latest + 1, terms.pledgeBy, latest)
        );
    }

    function test_verifyWithinTooShort() public {
        terms.verifyWithin = 1 hours - 1;
        _refusedTerms(abi.encodeWithSelector(TermsRules.VerifyWithinOutOfRange.selector, 3_599));
    }

    function test_verifyWithinTooLong() public {
        terms.verifyWithin = 365 days + 1;
        _refusedTerms(abi.encodeWithSelector(TermsRules.VerifyWithinOutOfRange.selector, 365 days + 1));
    }

    function test_challengeWithinWithoutArbiter() public {
        terms.challengeWithin = 1;
        _refusedTerms(abi.encodeWithSelector(TermsRules.ChallengeWithinOutOfRange.selector, 1));
    }

    function test_challengeWithinTooLong() public {
        terms.arbiter = address(0xa4b);
        terms.challengeWithin = 365 days + 1;
        _refusedTerms(abi.encodeWithSelector(TermsRules.ChallengeWithinOutOfRange.selector, 365 days + 1));
    }

    function test_arbitrateWithinMissing() public {
        terms.arbiter = address(0xa4b);
        terms.challengeWithin = 1;
        _refusedTerms(abi.encodeWithSelector(TermsRules.ArbitrateWithinOutOfRange.selector, 0));
    }

    function test_arbitrateWithinTooLong() public {
        terms.arbiter = address(0xa4b);
        (terms.challengeWithin, terms.arbitrateWithin) = (1, 365 days + 1);
        _refusedTerms(abi.encodeWithSelector(TermsRules.ArbitrateWithinOutOfRange.selector, 365 days + 1));
    }

    function test_lastCallOfUnits() public {
        terms.lastCall = 1;
        _refusedTerms(abi.encodeWithSelector(TermsRules.LastCallOutOfRange.selector, 1));
    }

    function test_lastCallTooLong() public {
        terms.rule = Rule.Contest;
        terms.lastCall = 365 days + 1;
        _refusedTerms(abi.encodeWithSelector(TermsRules.LastCallOutOfRange.selector, 365 days + 1));
    }

    function test_panelOfNoneTwoAndTooMany() public {
        for (uint256 n = 0; n <= 33; ++n) {
            if (n != 0 && n != 2 && n != 33) continue;
            _panel(n);
            _refusedTerms(abi.encodeWithSelector(TermsRules.PanelSize.selector, n));
        }
    }

    function test_memberZero() public {
        terms.panel[0] = address(0);
        _refusedTerms(abi.encodeWithSelector(TermsRules.PanelNotAscending.selector, 0, 0));
    }

    function test_memberRepeated() public {
        _panel(3);
        terms.panel[2] = address(2);
        _refusedTerms(abi.encodeWithSelector(TermsRules.PanelNotAscending.selector, 2, 2));
    }

    function test_arbiterOnThePanel() public {
        terms.arbiter = terms.panel[0];
        (terms.challengeWithin, terms.arbitrateWithin) = (1, 1);
        _refusedTerms(abi.encodeWithSelector(TermsRules.ArbiterOnPanel.selector, terms.arbiter));
    }

    function test_quorumOutOfRange() public {
        _panel(3);
        for (uint256 k = 0; k <= 4; ++k) {
            if (k == 2) continue;
            terms.quorum = k;
            _refusedTerms(abi.encodeWithSelector(TermsRules.QuorumOutOfRange.selector, k, 3));
        }
        terms.quorum = 2;
        _true("made", factory.isEscrow(factory.create(terms, DOCUMENT)));
    }

    function test_holdbackAboveAll() public {
        (terms.holdback, terms.warranty) = (10_001, 1);
        _refusedTerms(abi.encodeWithSelector(TermsRules.HoldbackOutOfRange.selector, 10_001));
    }

    function test_warrantyWithoutHoldback() public {
        terms.warranty = 1;
        _refusedTerms(abi.encodeWithSelector(TermsRules.HoldbackOutOfRange.selector, 0));
    }

    function test_holdbackWithoutWarranty() public {
        terms.holdback = 1;
        _refusedTerms(abi.encodeWithSelector(TermsRules.WarrantyOutOfRange.selector, 0));
    }

    function test_warrantyTooLong() public {
        (terms.holdback, terms.warranty) = (1, 5 * 365 days + 1);
        _refusedTerms(abi.encodeWithSelector(TermsRules.WarrantyOutOfRange.selector, 5 * 365 days + 1));
    }
}
