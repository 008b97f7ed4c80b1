// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrow, ClaimView} from "../../../contracts/interfaces/IEscrow.sol";
import {Rule} from "../../../contracts/Terms.sol";
import {Phase} from "../../../contracts/parts/Docket.sol";
import {Actor} from "./Actor.sol";
import {Filing} from "./Model.sol";
import {VM} from "./Vm.sol";

/// @title The invariants S1 to E1 of docs/protocol.md, each stated over what anybody can see and what the model recomputes
abstract contract Checks is Actor {
    /// Thrown by a trial so that nothing of it stays.
    error Tried(bool success, bytes answer);

    /// @notice The balance covers what everybody can claim, summed over accounts and claims.
    function S1() external view {
        uint256 claimable = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            claimable += escrow.owed(accounts[i]) + escrow.convertToAssets(escrow.balanceOf(accounts[i]));
        }
        for (uint256 i = 0; i < all.length; ++i) {
            ClaimView memory c = escrow.claimOf(all[i]);
            claimable += c.held;
            if (c.phase == Phase.Settled) continue;
            claimable += terms.claimFee;
            if (c.challengedAt > 0 && !c.ruled) claimable += terms.challengeFee;
        }
        _atMost("S1: claimable above balance", claimable, token.balanceOf(address(escrow)));
    }

    /// @notice Every unit that came in is somewhere: by the model's books, by the balance, and by the escrow's own answers.
    function S2() external view {
        uint256 owedSum = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            _same("S2: owed", escrow.owed(accounts[i]), owed[accounts[i]]);
            owedSum += owed[accounts[i]];
        }
        uint256 heldSum = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            Filing storage f = filings[all[i]];
            ClaimView memory c = escrow.claimOf(all[i]);
            _same("S2: held of a claim", c.held, f.held);
            _same("S2: paid at", c.paidAt, f.paidAt);
            heldSum += f.held;
        }
        _same("S2: held", escrow.held(), heldSum);
        _same("S2: refundable", escrow.refundable(), _refundable());
        uint256 inside = _refundable() - refunded + owedSum + heldSum + _openFees();
        _same("S2: conservation", pledged + feesIn, collected + refunded + inside);
        _same("S2: balance", token.balanceOf(address(escrow)), inside + donated);
    }

    /// @notice Paid for claims is G(x), gross of what breaks return.
    function S3() external view {
        _same("S3: progress", escrow.progress(), x);
        _same("S3: paid", escrow.paid(), paid);
        _same("S3: G(x)", paid, _most(x));
        _atMost("S3: above the curve", paid, _price(_last()));
        _atMost("S3: above the pledges", paid, escrow.pledged());
        _same("S3: pledged", escrow.pledged(), pledged);
        _atMost("S3: above the cap", pledged, terms.cap);
    }

    /// @notice All claims together earn at most what one claim with their whole result would.
    function S4() external view {
        if (terms.rule == Rule.Contest) return;
        uint256 whole = 0;
        for (uint256 i = 0; i < settledOf[0]; ++i) {
            uint256 m = escrow.claimOf(escrow.keyAt(0, i)).verdict;
            if (terms.rule == Rule.Units) whole += m;
            else if (m > whole) whole = m;
        }
        _atMost("S4: splitting pays more", escrow.paid(), _most(whole));
    }

    /// @notice The terms never change, and the address proves them.
    function T1() external view {
        _same("T1: terms", uint256(keccak256(abi.encode(escrow.terms()))), uint256(keccak256(abi.encode(terms))));
        _same("T1: address", uint160(factory.addressOf(terms)), uint160(address(escrow)));
        _same("T1: origin", factory.isEscrow(address(escrow)) ? 1 : 0, 1);
    }

    /// @notice Shares move only as their owners said.
    function T2() external view {
        uint256 supply = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            _same("T2: shares", escrow.balanceOf(accounts[i]), shares[accounts[i]]);
            supply += shares[accounts[i]];
        }
        _same("T2: supply", escrow.totalSupply(), supply);
    }

    /// @notice A measurement that counts is vouched for by a quorum or ruled, and never above the highest observation.
    function V1() external view {
        for (uint256 i = 0; i < all.length; ++i) {
            ClaimView memory c = escrow.claimOf(all[i]);
            uint256 seats = 0;
            for (uint256 j = 0; j < recorded[all[i]].length; ++j) seats |= 1 << recorded[all[i]][j].seat;
            _same("V1: seats", c.seats, seats);
            _same("V1: highest", c.highest, _highest(all[i]));
            _atMost("V1: verdict above the highest", c.verdict, _highest(all[i]));
            _same("V1: ruled", c.ruled ? 1 : 0, filings[all[i]].ruled ? 1 : 0);
            if (c.verdict == 0 || c.ruled) continue;
            _atMost("V1: quorum", terms.quorum, _vouching(all[i], c.verdict));
        }
    }

    /// @notice A verdict never falls except by ruling.
    function V2() external view {
        for (uint256 i = 0; i < all.length; ++i) {
            Filing storage f = filings[all[i]];
            ClaimView memory c = escrow.claimOf(all[i]);
            if (!f.ruled) _atMost("V2: verdict fell", f.peak, c.verdict);
            _same("V2: verdict", c.verdict, _verdict(all[i]));
            if (f.settled) _same("V2: verdict after settling", c.verdict, f.counted);
        }
        _same("V2: passed", escrow.passed() ? 1 : 0, passed ? 1 : 0);
    }

    /// @notice The settled claims of each queue are the first filed.
    function Q1() external view {
        _inOrder(0);
        for (uint256 i = 0; i < all.length; ++i) _inOrder(all[i]);
    }

    /// @notice Each claim is in one place and settled once; every phase is the one that its clocks say.
    function Q2() external view {
        (uint256 filed, uint256 settled) = escrow.docket();
        for (uint256 i = 0; i < all.length; ++i) {
            ClaimView memory c = escrow.claimOf(all[i]);
            (filed, settled) = (filed + c.breaksFiled, settled + c.breaksSettled);
            if (c.phase == Phase.Settled) --settled;
            _same("Q2: phase", uint256(c.phase), uint256(_phase(all[i])));
        }
        _same("Q2: filed", filed, all.length);
        _same("Q2: settled", settled, 0);
    }

    /// @notice Settling never reverts, whoever calls and however many are asked for.
    function Q3() external {
        _mustSucceed("Q3: settle", stranger, abi.encodeCall(IEscrow.settle, (type(uint256).max)));
        _mustSucceed("Q3: settle none", stranger, abi.encodeCall(IEscrow.settle, (0)));
        for (uint256 i = 0; i < all.length; ++i) {
            if (queue[all[i]].length == 0) continue;
            bytes memory data = abi.encodeCall(IEscrow.settleBreaks, (all[i], type(uint256).max));
            _mustSucceed("Q3: settleBreaks", stranger, data);
        }
    }

    /// @notice No refund while a claim could still be paid or anything is held; all of it in Void.
    function R1() external view {
        _same("R1: status", uint256(escrow.status()), uint256(_status()));
        bool open = _refunding();
        if (redemptions > 0) _same("R1: closed for ever", open ? 1 : 0, 1);
        if (pledged < terms.threshold) _same("R1: all in Void", escrow.refundable(), pledged);
        for (uint256 i = 0; i < accounts.length; ++i) {
            _same("R1: maxRedeem", escrow.maxRedeem(accounts[i]), open ? shares[accounts[i]] : 0);
        }
    }

    /// @notice Each redemption leaves less than one unit behind.
    function R2() external view {
        if (redemptions == 0 || pledged == 0) return;
        uint256 left = 0;
        for (uint256 i = 0; i < accounts.length; ++i) left += escrow.balanceOf(accounts[i]);
        // What remains for the shares that are left, rounded up: the ratio is frozen, so no redemption can lower it.
        uint256 due = (left * _refundable()) / pledged;
        uint256 dust = _refundable() - refunded - due;
        _atMost("R2: dust", dust, redemptions);
        if (left == 0 && _refundable() > 0) _atMost("R2: fewer than redemptions", dust + 1, redemptions);
    }

    /// @notice No claim is undecided after its clocks.
    function L1() external view {
        uint256 longest = V + terms.challengeWithin + terms.arbitrateWithin;
        for (uint256 i = 0; i < all.length; ++i) {
            ClaimView memory c = escrow.claimOf(all[i]);
            if (block.timestamp <= c.filedAt + longest) continue;
            _atMost("L1: undecided", uint256(Phase.Decided), uint256(c.phase));
        }
    }

    /// @notice Whoever is owed money can draw it, to an address that the token serves.
    function L2() external {
        address fresh = address(0xf4e5);
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (owed[accounts[i]] == 0) continue;
            _mustSucceed("L2: collect", accounts[i], abi.encodeCall(IEscrow.collect, (accounts[i], fresh)));
        }
    }

    /// @notice ERC-4626's questions, answered for every status; none ever reverts.
    function E1() external view {
        uint256 room = _room();
        bool open = _refunding();
        (uint256 r, uint256 p) = (_refundable(), pledged);
        _same("E1: asset", uint160(escrow.asset()), uint160(address(token)));
        uint256 left = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            address a = accounts[i];
            uint256 worth = p == 0 ? shares[a] : (shares[a] * r) / p;
            left += shares[a];
            _same("E1: maxDeposit", escrow.maxDeposit(a), room);
            _same("E1: maxMint", escrow.maxMint(a), room);
            _same("E1: maxWithdraw", escrow.maxWithdraw(a), open ? worth : 0);
            _same("E1: previewRedeem", escrow.previewRedeem(shares[a]), worth);
            _same("E1: convertToAssets", escrow.convertToAssets(shares[a]), worth);
        }
        _same("E1: totalAssets", escrow.totalAssets(), p == 0 ? left : (left * r) / p);
        uint256 some = one + 1;
        _same("E1: previewDeposit", escrow.previewDeposit(some), some);
        _same("E1: previewMint", escrow.previewMint(some), some);
        bool worthless = p > 0 && r == 0;
        uint256 down =
            worthless
                ? type(uint256).max
                : p == 0
                    ? some
                    : (some * p) / r;
        uint256 up =
            worthless
                ? type(uint256).max
                : p == 0
                    ? some
                    : (some * p + r - 1) / r;
        _same("E1: convertToShares", escrow.convertToShares(some), down);
        _same("E1: previewWithdraw", escrow.previewWithdraw(some), up);
        escrow.convertToShares(type(uint256).max);
        escrow.convertToAssets(type(uint256).max);
        escrow.previewWithdraw(type(uint256).max);
        escrow.previewRedeem(type(uint256).max);
    }

    /// @notice Makes a call into the escrow and takes it back.
    function tried(address who, bytes calldata data) external {
        VM.prank(who);
        (bool success, bytes memory answer) = address(escrow).call(data);
        revert Tried(success, answer);
    }

    function _mustSucceed(string memory what, address who, bytes memory data) private {
        (, bytes memory answer) = address(this).call(abi.encodeCall(this.tried, (who, data)));
        _same(what, uint256(bytes32(_tail(answer))), 1);
    }

    /// @dev The first word behind the selector: whether the trial succeeded.
    function _tail(bytes memory answer) private pure returns (bytes32 word) {
        // Assembly: Solidity has no word at an offset of bytes in memory.
        assembly ("memory-safe") {
            word := mload(add(answer, 0x24))
        }
    }

    function _inOrder(bytes32 target) private view {
        for (uint256 i = 0; i < queue[target].length; ++i) {
            bytes32 key = queue[target][i];
            _same("Q1: place", uint256(escrow.keyAt(target, i)), uint256(key));
            bool settled = escrow.claimOf(key).phase == Phase.Settled;
            _same("Q1: settled", settled ? 1 : 0, i < settledOf[target] ? 1 : 0);
        }
    }
}
