// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {Point, Rule, Terms} from "../Terms.sol";

/// @title The layout of the terms in an escrow's code
/// @notice The terms follow the ERC-1167 proxy code as 32-byte words, highest bits first. Each byte of code costs 200 gas at
/// creation, so fields are packed; each call reads only the words it needs.
///
/// | word | fields (bits) |
/// |---|---|
/// | 0 | outcome (256) |
/// | 1 | asset (160), pledgeBy (40), claimBy (40), rule (8), quorum (8) |
/// | 2 | threshold (128), cap (128) |
/// | 3 | arbiter (160), verifyWithin (32), challengeWithin (32), arbitrateWithin (32) |
/// | 4 | claimFee (128), challengeFee (128) |
/// | 5 | minStep (64), lastCall (32), warranty (32), holdback (16), points (8), members (8), zero (96) |
/// | 6 ... | one word a point: measurement (64), price (128), zero (64) |
/// | ... | one word a member: zero (96), member (160) |
///
/// Narrowing casts are safe: `TermsRules` bounds every field before it is packed, except in {pack} for terms that violate a
/// bound, whose address is then one that can never be created.
library TermsCode {
    using Memory for Memory.Slice;

    uint256 private constant HEADER = 6;

    /// @notice The code arguments of an escrow with terms `t`.
    /// @dev `t` must keep the bounds that `TermsRules` sets, times excepted; {fits} tells.
    function pack(Terms calldata t) internal pure returns (bytes memory) {
        uint256 points_ = t.curve.length;
        uint256 members_ = t.panel.length;
        bytes32[] memory words = new bytes32[](HEADER + points_ + members_);
        words[0] = t.outcome;
        words[1] = bytes32(
            (uint256(uint160(t.asset)) << 96) |
                (t.pledgeBy << 56) |
                (t.claimBy << 16) |
                (uint256(t.rule) << 8) |
                t.quorum
        );
        words[2] = bytes32((t.threshold << 128) | t.cap);
        words[3] = bytes32(
            (uint256(uint160(t.arbiter)) << 96) | (t.verifyWithin << 64) | (t.challengeWithin << 32) | t.arbitrateWithin
        );
        words[4] = bytes32((t.claimFee << 128) | t.challengeFee);
        words[5] = bytes32(
            (uint256(t.minStep) << 192) |
                (t.lastCall << 160) |
                (t.warranty << 128) |
                (t.holdback << 112) |
                (points_ << 104) |
                (members_ << 96)
        );
        for (uint256 i = 0; i < points_; ++i) {
            words[HEADER + i] = bytes32((uint256(t.curve[i].measurement) << 192) | (t.curve[i].price << 64));
        }
        for (uint256 i = 0; i < members_; ++i) {
            words[HEADER + points_ + i] = bytes32(uint256(uint160(t.panel[i])));
        }
        return abi.encodePacked(words);
    }

    /// @notice Whether every field of `t` has room in its place, so that {pack} loses nothing.
    function fits(Terms calldata t) internal pure returns (bool) {
        for (uint256 i = 0; i < t.curve.length; ++i) {
            if (t.curve[i].price > type(uint128).max) return false;
        }
        return
            (t.pledgeBy | t.claimBy) <= type(uint40).max &&
            (t.threshold | t.cap | t.claimFee | t.challengeFee) <= type(uint128).max &&
            (t.verifyWithin | t.challengeWithin | t.arbitrateWithin | t.lastCall | t.warranty) <= type(uint32).max &&
            t.holdback <= type(uint16).max &&
            (t.quorum | t.curve.length | t.panel.length) <= type(uint8).max;
    }

    /// @notice All terms.
    function unpack(Memory.Slice code) internal pure returns (Terms memory t) {
        t.outcome = code.load(0);
        t.asset = asset(code);
        t.rule = rule(code);
        t.curve = curve(code);
        t.minStep = minStep(code);
        t.pledgeBy = pledgeBy(code);
        (t.threshold, t.cap) = (threshold(code), cap(code));
        t.claimBy = claimBy(code);
        (t.verifyWithin, t.challengeWithin, t.arbitrateWithin) = clocks(code);
        t.lastCall = lastCall(code);
        t.panel = panel(code);
        t.quorum = quorum(code);
        t.arbiter = arbiter(code);
        (t.claimFee, t.challengeFee) = (claimFee(code), challengeFee(code));
        (t.holdback, t.warranty) = (holdback(code), warranty(code));
    }

    function asset(Memory.Slice code) internal pure returns (address) {
        return address(uint160(_word(code, 1) >> 96));
    }

    function pledgeBy(Memory.Slice code) internal pure returns (uint256) {
        return uint40(_word(code, 1) >> 56);
    }

    function claimBy(Memory.Slice code) internal pure returns (uint256) {
        return uint40(_word(code, 1) >> 16);
    }

    function rule(Memory.Slice code) internal pure returns (Rule) {
        return Rule(uint8(_word(code, 1) >> 8));
    }

    function quorum(Memory.Slice code) internal pure returns (uint256) {
        return uint8(_word(code, 1));
    }

    function threshold(Memory.Slice code) internal pure returns (uint256) {
        return _word(code, 2) >> 128;
    }

    function cap(Memory.Slice code) internal pure returns (uint256) {
        return uint128(_word(code, 2));
    }

    function arbiter(Memory.Slice code) internal pure returns (address) {
        return address(uint160(_word(code, 3) >> 96));
    }

    /// @return verifyWithin V
    /// @return challengeWithin C
    /// @return arbitrateWithin A
    function clocks(
        Memory.Slice code
    ) internal pure returns (uint256 verifyWithin, uint256 challengeWithin, uint256 arbitrateWithin) {
        uint256 word = _word(code, 3);
        return (uint32(word >> 64), uint32(word >> 32), uint32(word));
    }

    function claimFee(Memory.Slice code) internal pure returns (uint256) {
        return _word(code, 4) >> 128;
    }

    function challengeFee(Memory.Slice code) internal pure returns (uint256) {
        return uint128(_word(code, 4));
    }

    function minStep(Memory.Slice code) internal pure returns (uint64) {
        return uint64(_word(code, 5) >> 192);
    }

    function lastCall(Memory.Slice code) internal pure returns (uint256) {
        return uint32(_word(code, 5) >> 160);
    }

    function warranty(Memory.Slice code) internal pure returns (uint256) {
        return uint32(_word(code, 5) >> 128);
    }

    function holdback(Memory.Slice code) internal pure returns (uint256) {
        return uint16(_word(code, 5) >> 112);
    }

    function points(Memory.Slice code) internal pure returns (uint256) {
        return uint8(_word(code, 5) >> 104);
    }

    function members(Memory.Slice code) internal pure returns (uint256) {
        return uint8(_word(code, 5) >> 96);
    }

    function curve(Memory.Slice code) internal pure returns (Point[] memory curve_) {
        curve_ = new Point[](points(code));
        for (uint256 i = 0; i < curve_.length; ++i) {
            uint256 word = _word(code, HEADER + i);
            (curve_[i].measurement, curve_[i].price) = (uint64(word >> 192), uint128(word >> 64));
        }
    }

    /// @notice The member at `seat`, 0-based in the panel's ascending order; `seat` must be below {members}.
    function member(Memory.Slice code, uint256 seat) internal pure returns (address) {
        return address(uint160(_word(code, HEADER + points(code) + seat)));
    }

    function panel(Memory.Slice code) internal pure returns (address[] memory panel_) {
        panel_ = new address[](members(code));
        for (uint256 seat = 0; seat < panel_.length; ++seat) {
            panel_[seat] = member(code, seat);
        }
    }

    function _word(Memory.Slice code, uint256 index) private pure returns (uint256) {
        return uint256(code.load(32 * index));
    }
}
