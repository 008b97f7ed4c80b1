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
/// @dev Bound: 257 units pledged, of which 117 were paid, so that no two shares' parts are whole; what is redeemed and in which order
/// is free. With symbolic amounts pledged and paid, no solver finished the 512-bit product of OpenZeppelin's `mulDiv` in 30 s.
/// @custom:halmos --solver-timeout-branching 1000
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

    /// @notice Four redemptions that leave no share, in either order of the funders: each pays its shares' part of what is refundable,
    /// rounded down, and together they leave fewer units than they are.
    function check_RedeemPaysTheRatio(uint8 alice, uint8 bob, bool bobFirst) external {
        ASSUMPTIONS.assume(alice <= OF_ALICE && bob <= OF_BOB);
        uint256 sum = bobFirst ? _redeem(BOB, bob) : _redeem(ALICE, alice);
        sum += bobFirst ? _redeem(ALICE, alice) : _redeem(BOB, bob);
        sum += _redeem(ALICE, OF_ALICE - alice);
        sum += _redeem(BOB, OF_BOB - bob);
        assert(sum <= REFUNDABLE && REFUNDABLE - sum < 4);
        assert(token.balanceOf(address(escrow)) == PLEDGED - sum);
    }

    /// @notice Withdrawing burns the fewest shares whose part is what is withdrawn, also after another has redeemed.
    function check_WithdrawBurnsEnough(uint8 assets, uint8 bob) external {
        ASSUMPTIONS.assume(assets > 0 && bob <= OF_BOB);
        _redeem(BOB, bob);
        VM.prank(ALICE);
        uint256 burned = escrow.withdraw(assets, ALICE, ALICE);
        assert(escrow.balanceOf(ALICE) == OF_ALICE - burned);
        assert(burned * REFUNDABLE >= uint256(assets) * PLEDGED);
        assert((burned - 1) * REFUNDABLE < uint256(assets) * PLEDGED);
    }

    function _redeem(address owner, uint256 shares) private returns (uint256 assets) {
        VM.prank(owner);
        assets = escrow.redeem(shares, owner, owner);
        assert(assets == (shares * REFUNDABLE) / PLEDGED);
    }
}
