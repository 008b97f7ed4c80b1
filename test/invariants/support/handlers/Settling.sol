// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrow, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {Rule} from "../../../../contracts/Terms.sol";
import {Phase} from "../../../../contracts/parts/Docket.sol";
import {Filing} from "../Model.sol";
import {Blocked} from "../Tokens.sol";
import {VM} from "../Vm.sol";
import {Judging} from "./Judging.sol";

/// @title Those who settle, award, release and collect; thieves of what others are owed
abstract contract Settling is Judging {
    function settle(uint256 who, uint256 most) external counted {
        if (who % 4 != 0) _ripen(0, who);
        _settle(_pick(accounts, who), most % 5 == 0 ? type(uint256).max : most % 5);
    }

    function settleBreaks(uint256 which, uint256 most) external counted {
        if (all.length == 0) return;
        bytes32 target = all[which % all.length];
        bytes32 key;
        for (uint256 i = 0; i < all.length; ++i) {
            key = all[((which % all.length) + i) % all.length];
            if (settledOf[key] < queue[key].length) target = key;
        }
        if (settledOf[target] == queue[target].length && which % 4 != 0) {
            key = _paidFor(which);
            if (key != 0 && _fileBreakOne(solvers[0], key, payees[0], _commitment(solvers[0]))) target = key;
        }
        if (most % 4 != 0) _ripen(target, most);
        _settleBreaks(target, most % 3 == 0 ? type(uint256).max : most % 3);
    }

    /// @notice A break claim, sometimes by the payee itself.
    function fileBreak(uint256 which, uint256 who, uint256 to, bool self) external counted {
        if (all.length == 0 || all.length - queue[0].length >= MOST_BREAKS) return;
        bytes32 target = which % 2 == 0 ? _attackable(which) : _paidFor(which);
        if (target == 0) target = all[which % all.length];
        if (to % 32 == 2) target = bytes32(which);
        address solver = _pick(solvers, who);
        address payee = self ? filings[target].payee : _pick(payees, to);
        if (to % 32 == 0) payee = address(0);
        bytes32 commitment = to % 16 == 1 ? filings[target].commitment : _commitment(solver);
        if (_fileBreakOne(solver, target, payee, commitment)) _done();
    }

    function award(uint256 who) external counted {
        if (who % 2 == 1 && !awarded) {
            if (_winners().length == 0) _observed(who);
            _settleAll();
        }
        _award(_pick(accounts, who));
    }

    /// @notice Many keys, repeated and unknown ones too.
    function release(uint256 seed) external counted {
        if (seed % 2 == 1) {
            bytes32 key = _paidFor(seed);
            if (key != 0) {
                _pass(filings[key].paidAt + terms.warranty + V + terms.challengeWithin + terms.arbitrateWithin);
                _settleBreaks(key, type(uint256).max);
            }
        }
        bytes32[] memory keys_ = new bytes32[](all.length + 2);
        for (uint256 i = 0; i < keys_.length; ++i) {
            keys_[i] = all.length == 0 || i % 5 == 4 ? bytes32(_hash(seed, i)) : all[_hash(seed, i) % all.length];
        }
        _release(keys_);
    }

    function collect(uint256 which, uint256 to, bool away) external counted {
        address account = _creditor(which);
        if (account == address(0)) {
            account = _pick(accounts, which);
            _as(stranger, abi.encodeCall(IEscrow.collect, (account, account)), IEscrow.NothingOwed.selector);
            return;
        }
        _collect(account, away ? _pick(accounts, to) : account, away ? account : stranger);
    }

    function collectThief(uint256 which, uint256 who) external counted {
        address account = _creditor(which);
        address thief = _pick(solvers, who);
        if (account == address(0) || thief == account) return;
        _as(thief, abi.encodeCall(IEscrow.collect, (account, thief)), IEscrow.NotAccount.selector);
        _as(account, abi.encodeCall(IEscrow.collect, (account, address(0))), IEscrow.RecipientZero.selector);
        _done();
    }

    /// @dev A claim of which something is held and the warranty runs; where there is none, tries to bring one about. 0 if it fails.
    function _paidFor(uint256 seed) private returns (bytes32 key) {
        key = _attackable(seed);
        if (key != 0 || _observed(seed) == 0 || terms.rule == Rule.Contest) return key;
        _pass(block.timestamp + V + terms.challengeWithin + terms.arbitrateWithin);
        _settle(stranger, type(uint256).max);
        return _attackable(seed);
    }

    /// @dev Sees to it that the next claim in the queue of `target` is decided, if there is one.
    function _ripen(bytes32 target, uint256 seed) private {
        if (settledOf[target] == queue[target].length) return;
        bytes32 key = queue[target][settledOf[target]];
        Filing storage f = filings[key];
        if (_phase(key) == Phase.Observing) {
            if (seed % 3 != 0) _observeAll(key, seed);
            else _pass(f.filedAt + V);
        }
        if (seed % 2 == 0 && _phase(key) == Phase.Challenging) {
            _pass((f.observedAt > 0 ? f.observedAt : f.filedAt + V) + terms.challengeWithin);
        }
        if (seed % 2 == 0 && _phase(key) == Phase.Arbitrating) _pass(f.challengedAt + terms.arbitrateWithin);
    }

    /// @dev Time passes to just after `time`.
    function _pass(uint256 time) internal {
        if (time >= block.timestamp) VM.warp(time + 1);
    }

    /// @dev Strictly after `claimBy` + V + C + A, one call settles the docket and another awards.
    function _settleAll() internal {
        _pass(terms.claimBy + V + terms.challengeWithin + terms.arbitrateWithin);
        _settle(stranger, type(uint256).max);
        _same("L1: docket", settledOf[0], queue[0].length);
    }

    /// @dev Time passes beyond every clock and anybody calls what anybody may: then the escrow is over.
    function _close() internal {
        _settleAll();
        if (_awardable()) _award(stranger);
        _pass(block.timestamp + terms.warranty + V + terms.challengeWithin + terms.arbitrateWithin);
        for (uint256 i = 0; i < all.length; ++i) {
            _settleBreaks(all[i], type(uint256).max);
            _same("L1: breaks", settledOf[all[i]], queue[all[i]].length);
        }
        _release(all);
        _same("L1: still held", held, 0);
        Status end = escrow.status();
        _same("L1: over", end == Status.Closed || end == Status.Void ? 1 : 0, 1);
    }

    function _settle(address caller, uint256 most) internal {
        uint256 expected = 0;
        while (expected < most && _settleNext(0)) ++expected;
        _same("settled", _as(caller, abi.encodeCall(IEscrow.settle, (most)), 0), expected);
        if (expected > 0) _done();
    }

    function _settleBreaks(bytes32 target, uint256 most) internal {
        uint256 expected = 0;
        while (target != 0 && expected < most && _settleNext(target)) ++expected;
        _same("breaks settled", _as(stranger, abi.encodeCall(IEscrow.settleBreaks, (target, most)), 0), expected);
        if (expected > 0) _done();
    }

    function _award(address caller) internal {
        if (!_awardable()) {
            _as(caller, abi.encodeCall(IEscrow.award, ()), IEscrow.NothingToAward.selector);
            return;
        }
        _as(caller, abi.encodeCall(IEscrow.award, ()), 0);
        bytes32[] memory winners = _winners();
        for (uint64 r = 0; r < winners.length; ++r) _payTo(winners[r], r + 1);
        awarded = true;
        _done();
    }

    function _release(bytes32[] memory keys_) internal {
        uint256 expected = 0;
        for (uint256 i = 0; i < keys_.length; ++i) {
            if (!_releasable(keys_[i])) continue;
            owed[filings[keys_[i]].payee] += filings[keys_[i]].held;
            held -= filings[keys_[i]].held;
            filings[keys_[i]].held = 0;
            ++expected;
        }
        _same("released", _as(stranger, abi.encodeCall(IEscrow.release, (keys_)), 0), expected);
        if (expected > 0) _done();
    }

    function _collect(address account, address to, address caller) internal {
        bytes4 expected = _isBlocked(to) ? Blocked.selector : bytes4(0);
        uint256 before = token.balanceOf(to);
        uint256 amount = _as(caller, abi.encodeCall(IEscrow.collect, (account, to)), expected);
        if (expected != 0) return;
        _same("collected", amount, owed[account]);
        _same("arrived", token.balanceOf(to) - before, amount);
        owed[account] = 0;
        collected += amount;
        _done();
    }
}
