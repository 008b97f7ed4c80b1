// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Escrow} from "../../../contracts/Escrow.sol";
import {Point} from "../../../contracts/Terms.sol";
import {Observation} from "../../../contracts/parts/Panel.sol";
import {VM} from "../../invariants/support/Vm.sol";
import {ASSUMPTIONS, Stage, SVM} from "./Stage.sol";

/// @title T1 and T2: one call of any function by anybody else takes nothing from a funder or a payee and changes no terms
/// @dev Bounds: one call; lists of up to 1 element, strings of 0 or 65 bytes; `observe`, whose seats halmos cannot
/// take from such calldata, has a test of its own.
contract StrangersTest is Stage {
    bytes32 private _paid;
    bytes32 private _open_;

    /// @dev One claim has earned 225, half of it is held; another is observed; a member is owed its part of a fee.
    function setUp() external {
        _stage();
        _arbitrated();
        terms.curve[0] = Point(50, 150);
        terms.curve.push(Point(100, 300));
        (terms.claimFee, terms.challengeFee) = (10, 5);
        (terms.holdback, terms.warranty) = (5_000, WARRANTY);
        _open();
        _pledge(ALICE, 200);
        _pledge(BOB, 100);
        _paid = _file(1);
        _observe(_paid, 0, 75);
        _observe(_paid, 1, 75);
        VM.warp(START + V + C + 1);
        escrow.settle(1);
        assert(escrow.owed(PAYEE) > 0 && escrow.held() > 0);
        _open_ = _file(2);
    }

    /// @notice At any time after all is settled and released, while the escrow binds and when it is closed, any call by anybody but
    /// Alice lowers her shares by at most what she allowed its sender.
    function check_SharesAreTheOwners(address sender, address spender, uint256 allowed, uint40 time) external {
        ASSUMPTIONS.assume(sender != ALICE && spender != address(0));
        VM.warp(block.timestamp + WARRANTY + 1);
        bytes32[] memory keys = new bytes32[](1);
        keys[0] = _paid;
        escrow.release(keys);
        escrow.settle(1);
        assert(escrow.held() == 0 && block.timestamp < CLAIM_BY);
        VM.prank(ALICE);
        escrow.approve(spender, allowed);
        _call(sender, time);
        uint256 left = escrow.balanceOf(ALICE);
        assert(left >= 200 || (sender == spender && 200 - left <= allowed));
    }

    /// @notice At any later time, any call by anybody but the payee leaves what it is owed, or pays it to the payee, and leaves the
    /// claim the payee's and the terms as they were.
    function check_MoneyIsThePayees(address sender, uint40 time) external {
        ASSUMPTIONS.assume(sender != PAYEE);
        bytes32 before = keccak256(abi.encode(escrow.terms()));
        uint256 owed = escrow.owed(PAYEE);
        _call(sender, time);
        assert(escrow.owed(PAYEE) + token.balanceOf(PAYEE) >= owed);
        // One question instead of three: each would be a query on every path.
        uint160 payees = uint160(escrow.claimOf(_paid).payee) ^ uint160(escrow.claimOf(_open_).payee);
        uint256 changed = uint256(keccak256(abi.encode(escrow.terms())) ^ before);
        assert(payees | changed | (uint160(escrow.claimOf(_paid).payee) ^ uint160(PAYEE)) == 0);
    }

    /// @notice The same of `observe`, for one observation at each seat.
    function check_ObservingTakesNothing(address sender, uint40 time, uint64 measured, bytes1 valid) external {
        for (uint256 seat = 0; seat < 3; ++seat) {
            Observation[] memory one = new Observation[](1);
            one[0] = _observation(seat, measured, valid);
            _send(sender, time, abi.encodeCall(Escrow.observe, (_open_, one)));
        }
        assert(escrow.balanceOf(ALICE) == 200 && escrow.balanceOf(BOB) == 100);
        assert(escrow.claimOf(_open_).payee == PAYEE);
    }

    function _call(address sender, uint40 time) private {
        bytes memory data = SVM.createCalldata("Escrow");
        ASSUMPTIONS.assume(bytes4(data) != Escrow.observe.selector);
        _send(sender, time, data);
    }

    function _send(address sender, uint40 time, bytes memory data) private {
        ASSUMPTIONS.assume(time >= block.timestamp);
        VM.warp(time);
        ASSUMPTIONS.assume(_takes(sender, data));
    }
}
