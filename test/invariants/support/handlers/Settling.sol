// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrow} from "../../../../contracts/interfaces/IEscrow.sol";
import {Actor} from "../Actor.sol";
import {Blocked} from "../Tokens.sol";

/// @title Those who settle, award, release and collect; thieves of what others are owed
abstract contract Settling is Actor {
    function settle(uint256 who, uint256 most) external counted {
        _settle(_pick(accounts, who), most % 5 == 0 ? type(uint256).max : most % 5);
    }

    function settleBreaks(uint256 which, uint256 most) external counted {
        if (all.length == 0) return;
        bytes32 target = all[which % all.length];
        for (uint256 i = 0; i < all.length; ++i) {
            bytes32 key = all[(which % all.length + i) % all.length];
            if (settledOf[key] < queue[key].length) target = key;
        }
        _settleBreaks(target, most % 3 == 0 ? type(uint256).max : most % 3);
    }

    function award(uint256 who) external counted {
        _award(_pick(accounts, who));
    }

    /// @notice Many keys, repeated and unknown ones too.
    function release(uint256 seed) external counted {
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
