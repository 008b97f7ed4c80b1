// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {Escrow} from "../../../contracts/Escrow.sol";
import {Status} from "../../../contracts/interfaces/IEscrow.sol";
import {Observation, Panel} from "../../../contracts/parts/Panel.sol";
import {VM} from "../../invariants/support/Vm.sol";
import {ASSUMPTIONS, Stage} from "./Stage.sol";

/// @title Deadlines: each action is possible exactly up to, or exactly after, the same last second, at every time of 40 bits
contract DeadlinesTest is Stage {
    function setUp() external {
        _stage();
        _arbitrated();
        (terms.holdback, terms.warranty) = (5_000, WARRANTY);
        _open();
    }

    /// @notice A pledge is taken up to `pledgeBy`, and what was pledged below the threshold comes back after it.
    function check_PledgeOrVoid(uint40 time, bool pledge) external {
        _pledge(ALICE, 99);
        _warp(time);
        if (pledge) {
            assert(_takes(BOB, abi.encodeCall(IERC4626.deposit, (1, BOB))) == (time <= PLEDGE_BY));
        } else {
            assert(_takes(ALICE, abi.encodeCall(IERC4626.redeem, (99, ALICE, ALICE))) == (time > PLEDGE_BY));
        }
    }

    /// @notice A claim is taken up to `claimBy`, and an escrow without one closes after it.
    function check_FileOrClose(uint40 time, bool file) external {
        _pledge(ALICE, 300);
        _warp(time);
        if (file) assert(_takes(SOLVER, abi.encodeCall(Escrow.file, (0, PAYEE, ""))) == (time <= CLAIM_BY));
        else assert((escrow.status() == Status.Closed) == (time > CLAIM_BY));
    }

    /// @notice With two of three observations: observed up to filing + V, challenged from then to C later, settled after that; at
    /// once after V if all measured 0.
    function check_ObserveChallengeOrSettle(uint40 filed, uint40 time, uint64 measured, uint8 action) external {
        bytes32 key = _filedAt(filed);
        _observe(key, 0, measured);
        _warp(time);
        ASSUMPTIONS.assume(time >= filed);
        uint256 end = uint256(filed) + V;
        uint256 settles = measured > 0 ? end + C : end;
        if (action == 0) assert(_observed(key) == (time <= end));
        else if (action == 1) assert(_challenges(key) == (time > end && time <= settles));
        else assert((escrow.settle(1) == 1) == (time > settles));
    }

    /// @notice The same from the observation of the last member on, however early.
    function check_ChallengeOrSettleWhenAllObserved(
        uint40 observed,
        uint40 time,
        uint64 measured,
        uint8 action
    ) external {
        bytes32 key = _filedAt(uint40(START));
        _observe(key, 0, measured);
        _observe(key, 1, 0);
        _warp(observed);
        _observe(key, 2, 0);
        _warp(time);
        ASSUMPTIONS.assume(time >= observed);
        uint256 settles = measured > 0 ? uint256(observed) + C : 0;
        if (action == 0) assert(!_takes(STRANGER, abi.encodeCall(Escrow.observe, (key, new Observation[](0)))));
        else if (action == 1) assert(_challenges(key) == (time <= settles));
        else assert((escrow.settle(1) == 1) == (time > settles));
    }

    /// @notice The arbiter rules up to challenge + A; without a ruling the claim is settled after that.
    function check_RuleOrSettle(uint40 challenged, uint40 time, bool rule) external {
        bytes32 key = _filedAt(uint40(START));
        _observe(key, 0, 9);
        _warp(challenged);
        escrow.challenge(key, "");
        _warp(time);
        ASSUMPTIONS.assume(time >= challenged);
        uint256 end = uint256(challenged) + A;
        if (rule) assert(_takes(ARBITER, abi.encodeCall(Escrow.rule, (key, 9, ""))) == (time <= end));
        else assert((escrow.settle(1) == 1) == (time > end));
    }

    /// @notice A paid claim is attacked up to payment + warranty, and what is held is released after it.
    function check_BreakOrRelease(uint40 paid, uint40 time, bool attack) external {
        bytes32 key = _filedAt(uint40(START));
        for (uint256 seat = 0; seat < 3; ++seat) _observe(key, seat, 100);
        _warp(paid);
        ASSUMPTIONS.assume(escrow.settle(1) == 1);
        _warp(time);
        ASSUMPTIONS.assume(time >= paid);
        uint256 end = uint256(paid) + WARRANTY;
        if (attack) {
            assert(_takes(STRANGER, abi.encodeCall(Escrow.fileBreak, (key, 0, STRANGER, ""))) == (time <= end));
        } else {
            bytes32[] memory keys = new bytes32[](1);
            keys[0] = key;
            assert((escrow.release(keys) == 1) == (time > end));
        }
    }

    function _filedAt(uint40 time) private returns (bytes32 key) {
        _pledge(ALICE, 300);
        _warp(time);
        return _file(1);
    }

    function _challenges(bytes32 key) private returns (bool) {
        return _takes(STRANGER, abi.encodeCall(Escrow.challenge, (key, "")));
    }

    /// @dev Whether the member at seat 1 can observe now. halmos knows no gas: where too little is left, nothing is claimed.
    function _observed(bytes32 key) private returns (bool) {
        Observation[] memory one = new Observation[](1);
        one[0] = _observation(1, 5, 0x01);
        try escrow.observe(key, one) returns (uint256 recorded) {
            return recorded == 1;
        } catch (bytes memory reason) {
            ASSUMPTIONS.assume(bytes4(reason) != Panel.TooLittleGas.selector);
            return false;
        }
    }

    function _warp(uint40 time) private {
        ASSUMPTIONS.assume(time >= START);
        VM.warp(time);
    }
}
