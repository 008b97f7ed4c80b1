// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrow, ClaimView} from "../../../contracts/interfaces/IEscrow.sol";
import {Rule} from "../../../contracts/Terms.sol";
import {Phase} from "../../../contracts/parts/Docket.sol";
import {Actor} from "./Actor.sol";
import {Filing, Recorded} from "./Model.sol";
import {VM} from "./Vm.sol";

/// @notice What anybody can see of an escrow at one moment: asked once, read by all invariants.
struct Seen {
    /// Of each claim, in the order of the model's list.
    ClaimView[] claims;
    /// Of each account.
    uint256[] owed;
    uint256[] shares;
}

/// @notice An invariant by its name in docs/protocol.md.
struct Invariant {
    string name;
    function(Seen memory) internal check;
}

/// @title The invariants S1 to E1 of docs/protocol.md, each stated over what anybody can see and what the model recomputes
abstract contract Checks is Actor {
    /// Thrown by a trial so that nothing of it stays.
    error Tried(bool success, bytes answer);

    /// @notice Checks all invariants on this one state and returns their names. Reverts with `Broken` at the first that fails.
    function check() external returns (string[] memory names) {
        Seen memory seen = _look();
        Invariant[16] memory invariants = _invariants();
        names = new string[](invariants.length);
        for (uint256 i = 0; i < invariants.length; ++i) {
            invariants[i].check(seen);
            names[i] = invariants[i].name;
        }
    }

    function _invariants() private pure returns (Invariant[16] memory) {
        return
            [
                Invariant("S1", S1),
                Invariant("S2", S2),
                Invariant("S3", S3),
                Invariant("S4", S4),
                Invariant("T1", T1),
                Invariant("T2", T2),
                Invariant("V1", V1),
                Invariant("V2", V2),
                Invariant("Q1", Q1),
                Invariant("Q2", Q2),
                Invariant("Q3", Q3),
                Invariant("R1", R1),
                Invariant("R2", R2),
                Invariant("L1", L1),
                Invariant("L2", L2),
                Invariant("E1", E1)
            ];
    }

    function _look() private view returns (Seen memory seen) {
        seen.claims = new ClaimView[](all.length);
        for (uint256 i = 0; i < all.length; ++i) seen.claims[i] = escrow.claimOf(all[i]);
        seen.owed = new uint256[](accounts.length);
        seen.shares = new uint256[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            seen.owed[i] = escrow.owed(accounts[i]);
            seen.shares[i] = escrow.balanceOf(accounts[i]);
        }
    }

    /// @notice The balance covers what everybody can claim, summed over accounts and claims.
    function S1(Seen memory seen) internal view {
        uint256 claimable = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            claimable += seen.owed[i];
            if (seen.shares[i] > 0) claimable += escrow.convertToAssets(seen.shares[i]);
        }
        for (uint256 i = 0; i < all.length; ++i) {
            ClaimView memory c = seen.claims[i];
            claimable += c.held;
            if (c.phase == Phase.Settled) continue;
            claimable += terms.claimFee;
            if (c.challengedAt > 0 && !c.ruled) claimable += terms.challengeFee;
        }
        _atMost("S1: claimable above balance", claimable, token.balanceOf(address(escrow)));
    }

    /// @notice Every unit that came in is somewhere: by the model's books, by the balance, and by the escrow's own answers.
    function S2(Seen memory seen) internal view {
        uint256 owedSum = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            _same("S2: owed", seen.owed[i], owed[accounts[i]]);
            owedSum += seen.owed[i];
        }
        uint256 heldSum = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            Filing storage f = filings[all[i]];
            ClaimView memory c = seen.claims[i];
            _same("S2: held of a claim", c.held, f.held);
            _same("S2: paid at", c.paidAt, f.paidAt);
            heldSum += f.held;
        }
        _same("S2: held", escrow.held(), heldSum);
        _same("S2: held by the books", held, heldSum);
        _same("S2: refundable", escrow.refundable(), _refundable());
        uint256 inside = _refundable() - refunded + owedSum + heldSum + _openFees();
        _same("S2: conservation", pledged + feesIn, collected + refunded + inside);
        _same("S2: balance", token.balanceOf(address(escrow)), inside + donated);
    }

    /// @notice Paid for claims is G(x), gross of what breaks return.
    function S3(Seen memory) internal view {
        _same("S3: progress", escrow.progress(), x);
        _same("S3: paid", escrow.paid(), paid);
        _same("S3: G(x)", paid, _most(x));
        _atMost("S3: above the curve", paid, _price(_last()));
        _atMost("S3: above the pledges", paid, escrow.pledged());
        _same("S3: pledged", escrow.pledged(), pledged);
        _atMost("S3: above the cap", pledged, terms.cap);
    }

    /// @notice All claims together earn at most what one claim with their whole result would.
    function S4(Seen memory) internal view {
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
    function T1(Seen memory) internal view {
        _same("T1: terms", uint256(keccak256(abi.encode(escrow.terms()))), uint256(keccak256(abi.encode(terms))));
        _same("T1: address", uint160(factory.addressOf(terms)), uint160(address(escrow)));
        _same("T1: origin", factory.isEscrow(address(escrow)) ? 1 : 0, 1);
    }

    /// @notice Shares move only as their owners said.
    function T2(Seen memory seen) internal view {
        uint256 supply = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            _same("T2: shares", seen.shares[i], shares[accounts[i]]);
            supply += seen.shares[i];
        }
        _same("T2: supply", escrow.totalSupply(), supply);
    }

    /// @notice A measurement that counts is vouched for by a quorum or ruled, and never above the highest observation.
    function V1(Seen memory seen) internal view {
        for (uint256 i = 0; i < all.length; ++i) {
            ClaimView memory c = seen.claims[i];
            Recorded[] storage list = recorded[all[i]];
            (uint256 seats, uint64 highest) = (0, 0);
            for (uint256 j = 0; j < list.length; ++j) {
                seats |= 1 << list[j].seat;
                if (list[j].measurement > highest) highest = list[j].measurement;
            }
            _same("V1: seats", c.seats, seats);
            _same("V1: highest", c.highest, highest);
            _atMost("V1: verdict above the highest", c.verdict, highest);
            _same("V1: ruled", c.ruled ? 1 : 0, filings[all[i]].ruled ? 1 : 0);
            if (c.verdict == 0 || c.ruled) continue;
            _atMost("V1: quorum", terms.quorum, _vouching(all[i], c.verdict));
        }
    }

    /// @notice A verdict never falls except by ruling.
    function V2(Seen memory seen) internal view {
        for (uint256 i = 0; i < all.length; ++i) {
            Filing storage f = filings[all[i]];
            ClaimView memory c = seen.claims[i];
            if (!f.ruled) _atMost("V2: verdict fell", f.peak, c.verdict);
            _same("V2: verdict", c.verdict, _verdict(all[i]));
            if (f.settled) _same("V2: verdict after settling", c.verdict, f.counted);
        }
        _same("V2: passed", escrow.passed() ? 1 : 0, passed ? 1 : 0);
    }

    /// @notice The settled claims of each queue are the first filed.
    function Q1(Seen memory seen) internal view {
        for (uint256 i = 0; i < all.length; ++i) {
            Filing storage f = filings[all[i]];
            _same("Q1: place", uint256(escrow.keyAt(f.target, f.index)), uint256(all[i]));
            bool settled = seen.claims[i].phase == Phase.Settled;
            _same("Q1: settled", settled ? 1 : 0, f.index < settledOf[f.target] ? 1 : 0);
        }
    }

    /// @notice Each claim is in one place and settled once; every phase is the one that its clocks say.
    function Q2(Seen memory seen) internal view {
        (uint256 filed, uint256 settled) = escrow.docket();
        for (uint256 i = 0; i < all.length; ++i) {
            ClaimView memory c = seen.claims[i];
            (filed, settled) = (filed + c.breaksFiled, settled + c.breaksSettled);
            if (c.phase == Phase.Settled) --settled;
            _same("Q2: phase", uint256(c.phase), uint256(_phase(all[i])));
        }
        _same("Q2: filed", filed, all.length);
        _same("Q2: settled", settled, 0);
    }

    /// @notice Settling never reverts, whoever calls and however many are asked for.
    function Q3(Seen memory) internal {
        _mustSucceed("Q3: settle", stranger, abi.encodeCall(IEscrow.settle, (type(uint256).max)));
        _mustSucceed("Q3: settle none", stranger, abi.encodeCall(IEscrow.settle, (0)));
        for (uint256 i = 0; i < all.length; ++i) {
            if (queue[all[i]].length == 0) continue;
            bytes memory data = abi.encodeCall(IEscrow.settleBreaks, (all[i], type(uint256).max));
            _mustSucceed("Q3: settleBreaks", stranger, data);
        }
    }

    /// @notice No refund while a claim could still be paid or anything is held; all of it in Void.
    function R1(Seen memory seen) internal view {
        _same("R1: status", uint256(escrow.status()), uint256(_status()));
        bool open = _refunding();
        if (redemptions > 0) _same("R1: closed for ever", open ? 1 : 0, 1);
        if (pledged < terms.threshold) _same("R1: all in Void", escrow.refundable(), pledged);
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (seen.shares[i] == 0 && accounts[i] != stranger) continue;
            _same("R1: maxRedeem", escrow.maxRedeem(accounts[i]), open ? seen.shares[i] : 0);
        }
    }

    /// @notice Each redemption leaves less than one unit behind.
    function R2(Seen memory seen) internal view {
        if (redemptions == 0 || pledged == 0) return;
        uint256 left = 0;
        for (uint256 i = 0; i < accounts.length; ++i) left += seen.shares[i];
        // What remains for the shares that are left, rounded up: the ratio is frozen, so no redemption can lower it.
        uint256 due = (left * _refundable()) / pledged;
        uint256 dust = _refundable() - refunded - due;
        _atMost("R2: dust", dust, redemptions);
        if (left == 0 && _refundable() > 0) _atMost("R2: fewer than redemptions", dust + 1, redemptions);
    }

    /// @notice No claim is undecided after its clocks.
    function L1(Seen memory seen) internal view {
        uint256 longest = V + terms.challengeWithin + terms.arbitrateWithin;
        for (uint256 i = 0; i < all.length; ++i) {
            ClaimView memory c = seen.claims[i];
            if (block.timestamp <= c.filedAt + longest) continue;
            _atMost("L1: undecided", uint256(Phase.Decided), uint256(c.phase));
        }
    }

    /// @notice Whoever is owed money can draw it, to an address that the token serves.
    function L2(Seen memory) internal {
        address fresh = address(0xf4e5);
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (owed[accounts[i]] == 0) continue;
            _mustSucceed("L2: collect", accounts[i], abi.encodeCall(IEscrow.collect, (accounts[i], fresh)));
        }
    }

    /// @notice ERC-4626's questions, answered for every status; none ever reverts.
    function E1(Seen memory) internal view {
        uint256 room = _room();
        bool open = _refunding();
        (uint256 r, uint256 p) = (_refundable(), pledged);
        _same("E1: asset", uint160(escrow.asset()), uint160(address(token)));
        uint256 left = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            address a = accounts[i];
            if (shares[a] == 0 && a != stranger) continue;
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
}
