// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Point} from "../../../contracts/Terms.sol";
import {VM} from "../../invariants/support/Vm.sol";
import {ASSUMPTIONS, Stage} from "./Stage.sol";

/// @title Q3 and S3: what settling pays
/// @dev Bound: a curve of 0 at 10, 130 at 20 and 300 at 20, pledges of 100 to 300 units; measurements of 64 bits.
contract SettlingTest is Stage {
    function setUp() external {
        _stage();
        terms.curve[0] = Point(10, 0);
        terms.curve.push(Point(20, 130));
        terms.curve.push(Point(20, 300));
        _open();
    }

    /// @notice Settling never fails and pays G(x) = min(F(x), P), whatever was pledged and two members measured.
    function check_SettlePaysTheCurve(uint64[2] calldata measured, uint16 pledged) external {
        ASSUMPTIONS.assume(pledged >= 100 && pledged <= 300);
        _pledge(ALICE, pledged);
        bytes32 key = _file(1);
        _observe(key, 0, measured[0]);
        _observe(key, 1, measured[1]);
        VM.warp(START + V + 1);
        assert(_settles());
        uint256 m = measured[0] < measured[1] ? measured[0] : measured[1];
        uint256 price =
            m < 10
                ? 0
                : m >= 20
                    ? 300
                    : 13 * (m - 10);
        uint256 paid = price < pledged ? price : pledged;
        assert(escrow.owed(PAYEE) == paid);
        assert(escrow.refundable() == pledged - paid);
    }
}

/// @title R2: what redeeming pays
/// @dev Bound: of 257 units pledged 117 were paid, so that no share's part is whole; what is redeemed is free. With symbolic amounts
/// pledged and paid too, or with several symbolic redemptions in a row, yices and z3 did not finish the 512-bit products of
/// OpenZeppelin's `mulDiv`. That n parts of a whole, each rounded down, leave fewer than n units needs no proof.
contract RedeemingTest is Stage {
    uint256 private constant OF_ALICE = 150;
    uint256 private constant OF_BOB = 107;
    uint256 private constant PLEDGED = 257;
    uint256 private constant REFUNDABLE = 140;

    function setUp() external {
        _stage();
        terms.curve[0] = Point(10, 0);
        terms.curve.push(Point(20, 130));
        terms.curve.push(Point(20, 300));
        _open();
        _pledge(ALICE, OF_ALICE);
        _pledge(BOB, OF_BOB);
        bytes32 key = _file(1);
        _observe(key, 0, 19);
        _observe(key, 1, 19);
        VM.warp(CLAIM_BY + 1);
        assert(_settles());
        assert(escrow.refundable() == REFUNDABLE);
    }

    /// @notice Any number of shares is redeemed for its part of what is refundable, rounded down, whether others redeemed before or not.
    function check_RedeemPaysTheRatio(uint8 shares, bool after_) external {
        ASSUMPTIONS.assume(shares <= OF_ALICE);
        if (after_) _redeem(BOB, 31);
        assert(_redeem(ALICE, shares) == (shares * REFUNDABLE) / PLEDGED);
    }

    /// @notice Withdrawing burns the fewest shares whose part is what is withdrawn, whether others redeemed before or not.
    function check_WithdrawBurnsEnough(uint8 assets, bool after_) external {
        ASSUMPTIONS.assume(assets > 0 && assets <= 81);
        if (after_) _redeem(BOB, 31);
        VM.prank(ALICE);
        uint256 burned = escrow.withdraw(assets, ALICE, ALICE);
        assert(escrow.balanceOf(ALICE) == OF_ALICE - burned);
        uint256 exact = uint256(assets) * PLEDGED;
        assert(burned == exact / REFUNDABLE + (exact % REFUNDABLE > 0 ? 1 : 0));
    }

    function _redeem(address owner, uint256 shares) private returns (uint256) {
        VM.prank(owner);
        return escrow.redeem(shares, owner, owner);
    }
}
