// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Pool} from "contracts/parts/Pool.sol";
import {Called} from "./Called.sol";

/// @dev S1 and S2 step by step: what each step takes from one place it puts into another, and nobody else's money moves. By induction
/// over steps all that is owed and held adds up to what was earned, and `_held` is the sum of all holdings. What is required: `_held` is
/// at least each holding, and what is held and returned is at most what was paid, below 2^128; both follow from that sum.
contract Ledger is Pool, Called {
    function pay(bytes32 key, uint256 amount, uint256 holdback, bytes32 otherKey, address other) external {
        address payee = _claims[key].payee;
        require(_called() && amount < 2 ** 128 && holdback <= 10_000 && otherKey != key && other != payee);
        require(_owed[payee] < 2 ** 255 && _holdings[key].amount == 0 && _held + amount < 2 ** 128);
        require((amount * (10_000 - holdback)) / 10_000 <= amount); // lemma-parts of holdback.smt2
        (uint256 owed, uint256 held) = (_owed[payee], _held);
        (uint256 otherHeld, uint256 otherOwed) = (_holdings[otherKey].amount, _owed[other]);
        uint256 heldBack = _pay(key, amount, holdback);
        assert(heldBack <= amount);
        assert(_owed[payee] + heldBack == owed + amount);
        assert(_holdings[key].amount == heldBack);
        assert(_held == held + heldBack);
        assert(_holdings[otherKey].amount == otherHeld);
        assert(_owed[other] == otherOwed);
    }

    function release(bytes32 key, bytes32 otherKey, address payee) external {
        require(_called() && otherKey != key && _owed[payee] < 2 ** 255 && _holdings[key].amount <= _held);
        (uint256 owed, uint256 held, uint256 otherHeld) = (_owed[payee], _held, _holdings[otherKey].amount);
        uint256 holding = _holdings[key].amount;
        uint256 amount = _unhold(key);
        _credit(payee, amount);
        assert(amount == holding && _holdings[key].amount == 0 && _held + amount == held);
        assert(_owed[payee] == owed + amount && _holdings[otherKey].amount == otherHeld);
    }

    function breakClaim(bytes32 key, bytes32 otherKey, address breaker) external {
        require(_called() && otherKey != key && _owed[breaker] < 2 ** 255);
        require(_holdings[key].amount <= _held && uint256(_held) + _returned < 2 ** 128);
        (uint256 owed, uint256 held, uint256 returned) = (_owed[breaker], _held, _returned);
        (uint256 holding, uint256 otherHeld) = (_holdings[key].amount, _holdings[otherKey].amount);
        (uint256 taken, uint256 back) = _break(key, breaker);
        assert(taken + back == holding && taken <= back && back <= taken + 1);
        assert(_owed[breaker] == owed + taken);
        assert(_returned == returned + back);
        assert(_holdings[key].amount == 0 && _held + holding == held && _holdings[otherKey].amount == otherHeld);
    }

    function collect(address account, address other) external {
        require(_called() && other != account);
        (uint256 owed, uint256 otherOwed) = (_owed[account], _owed[other]);
        uint256 amount = _draw(account);
        assert(amount == owed && _owed[account] == 0 && _owed[other] == otherOwed);
    }
}
