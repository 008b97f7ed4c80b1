// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Blocked} from "../Tokens.sol";
import {Settling} from "./Settling.sol";

/// @title Funders: pledge, move shares, get refunds; thieves of shares
abstract contract Funding is Settling {
    /// @dev Everybody leaves this escrow and another is opened.
    function _reopen() internal virtual;

    function pledge(uint256 who, uint256 to, uint256 amount, bool mint, bool greedy) external counted {
        if (_room() == 0 && to % 4 == 1) _reopen();
        address funder = _pick(funders, who);
        address receiver = _pick(to % 4 == 0 ? accounts : funders, to / 4);
        uint256 room = _room();
        bytes memory data;
        bytes4 expected = 0;
        if (room == 0 || (greedy && amount % 8 == 0)) {
            amount = room + 1 + (amount % 16 < 8 ? 0 : amount % one);
            expected = mint ? ERC4626.ERC4626ExceededMaxMint.selector : ERC4626.ERC4626ExceededMaxDeposit.selector;
        } else {
            // Large pledges until the escrow binds.
            amount = amount % ((pledged < terms.threshold || amount % 4 == 0 ? room : room / 4) + 1);
            if (_isBlocked(funder)) expected = Blocked.selector;
        }
        data =
            mint
                ? abi.encodeCall(ERC4626.mint, (amount, receiver))
                : abi.encodeCall(ERC4626.deposit, (amount, receiver));
        uint256 answer = _as(funder, data, expected);
        if (expected != 0) return;
        _same("1:1", answer, amount);
        shares[receiver] += amount;
        pledged += amount;
        _done();
    }

    function transferShares(uint256 from, uint256 to, uint256 amount, bool approved) external counted {
        address owner = _shareholder(from);
        address receiver = _pick(accounts, to);
        amount = amount % (shares[owner] + 1);
        if (approved) {
            _as(owner, abi.encodeCall(IERC20.approve, (stranger, amount)), 0);
            _as(stranger, abi.encodeCall(IERC20.transferFrom, (owner, receiver, amount)), 0);
            _same("allowance used", escrow.allowance(owner, stranger), 0);
        } else {
            _as(owner, abi.encodeCall(IERC20.transfer, (receiver, amount)), 0);
        }
        shares[owner] -= amount;
        shares[receiver] += amount;
        _done();
    }

    /// @notice Shares move by a signed permit; one that another signed, that is late or that was used before is refused.
    function permitShares(uint256 from, uint256 to, uint256 amount, uint256 fault) external counted {
        address owner = _shareholder(from);
        if (keyOf[owner] == 0) return;
        amount = amount % (shares[owner] + 1);
        uint256 deadline = fault % 8 == 1 ? block.timestamp - 1 : block.timestamp;
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(
            abi.encode(typeHash, owner, stranger, amount, permits[owner] + (fault % 8 == 2 ? 1 : 0), deadline)
        );
        uint256 chainId = fault % 8 == 3 ? block.chainid + 1 : block.chainid;
        bytes32 digest = _digest(structHash, fault % 8 == 4 ? elsewhere : address(escrow), chainId);
        (uint8 v, bytes32 r, bytes32 s) = _sign(fault % 8 == 5 ? keyOf[owner] + 1 : keyOf[owner], digest);
        bytes memory data = abi.encodeCall(ERC20Permit.permit, (owner, stranger, amount, deadline, v, r, s));
        if (fault % 8 > 0 && fault % 8 < 6) {
            bytes4 late = ERC20Permit.ERC2612ExpiredSignature.selector;
            _as(stranger, data, fault % 8 == 1 ? late : ERC20Permit.ERC2612InvalidSigner.selector);
            return;
        }
        _as(stranger, data, 0);
        _as(stranger, data, ERC20Permit.ERC2612InvalidSigner.selector);
        ++permits[owner];
        _same("allowance permitted", escrow.allowance(owner, stranger), amount);
        address receiver = _pick(accounts, to);
        _as(stranger, abi.encodeCall(IERC20.transferFrom, (owner, receiver, amount)), 0);
        shares[owner] -= amount;
        shares[receiver] += amount;
        _done();
    }

    function stealShares(uint256 thief, uint256 from, uint256 amount, uint256 how) external counted {
        address owner = _shareholder(from);
        if (shares[owner] == 0) return;
        address robber = _pick(solvers, thief);
        if (robber == owner) return;
        amount = 1 + (amount % shares[owner]);
        bytes4 expected = IERC20Errors.ERC20InsufficientAllowance.selector;
        bytes memory data = abi.encodeCall(IERC20.transferFrom, (owner, robber, amount));
        if (how % 3 == 1) {
            data = abi.encodeCall(ERC4626.redeem, (amount, robber, owner));
            if (!_refunding()) expected = ERC4626.ERC4626ExceededMaxRedeem.selector;
        } else if (how % 3 == 2) {
            uint256 worth = _worth(amount);
            if (worth == 0) return;
            data = abi.encodeCall(ERC4626.withdraw, (worth, robber, owner));
            if (!_refunding()) expected = ERC4626.ERC4626ExceededMaxWithdraw.selector;
        }
        _as(robber, data, expected);
        _done();
    }

    function redeem(uint256 who, uint256 to, uint256 amount, bool approved) external counted {
        address owner = _shareholder(who);
        address receiver = to % 4 == 0 ? _pick(accounts, to / 4) : owner;
        if (!_refunding() && to % 8 == 1) _close();
        amount = amount % 3 == 0 ? shares[owner] : amount % (shares[owner] + 1);
        if (_endsEarly(owner, amount)) return;
        address caller = owner;
        if (approved) {
            caller = stranger;
            _as(owner, abi.encodeCall(IERC20.approve, (stranger, amount)), 0);
        }
        bytes4 expected = _isBlocked(receiver) ? Blocked.selector : bytes4(0);
        uint256 assets = _worth(amount);
        uint256 answer = _as(caller, abi.encodeCall(ERC4626.redeem, (amount, receiver, owner)), expected);
        if (expected == 0) _refund(owner, amount, answer, assets);
    }

    function withdraw(uint256 who, uint256 to, uint256 amount) external counted {
        address owner = _shareholder(who);
        address receiver = to % 4 == 0 ? _pick(accounts, to / 4) : owner;
        if (!_refunding() && to % 8 == 1) _close();
        if (!_refunding()) {
            amount = amount % 2 == 0 ? 0 : 1 + (amount % one);
            bytes4 error_ = ERC4626.ERC4626ExceededMaxWithdraw.selector;
            if (amount == 0) error_ = _isBlocked(owner) ? Blocked.selector : bytes4(0);
            _as(owner, abi.encodeCall(ERC4626.withdraw, (amount, owner, owner)), error_);
            return;
        }
        uint256 most = _worth(shares[owner]);
        bytes4 expected = _isBlocked(receiver) ? Blocked.selector : bytes4(0);
        if (amount % 8 == 0) (amount, expected) = (most + 1, ERC4626.ERC4626ExceededMaxWithdraw.selector);
        else amount = amount % (most + 1);
        uint256 answer = _as(owner, abi.encodeCall(ERC4626.withdraw, (amount, receiver, owner)), expected);
        if (expected != 0) return;
        // The fewest shares that are worth the amount.
        uint256 burnt = amount == 0 ? 0 : (amount * pledged + _refundable() - 1) / _refundable();
        _same("shares burnt", answer, burnt);
        _refund(owner, burnt, amount, amount);
    }

    /// @dev Before closing nothing comes out: 0 shares do nothing, more revert. Also refuses more than is there afterwards.
    function _endsEarly(address owner, uint256 amount) private returns (bool) {
        if (_refunding()) {
            uint256 tooMany = shares[owner] + 1;
            bytes memory data = abi.encodeCall(ERC4626.redeem, (tooMany, owner, owner));
            if (amount % 8 == 0) _as(owner, data, ERC4626.ERC4626ExceededMaxRedeem.selector);
            return false;
        }
        bytes4 expected = ERC4626.ERC4626ExceededMaxRedeem.selector;
        if (amount == 0) expected = _isBlocked(owner) ? Blocked.selector : bytes4(0);
        _as(owner, abi.encodeCall(ERC4626.redeem, (amount, owner, owner)), expected);
        return true;
    }

    function _worth(uint256 amount) internal view returns (uint256) {
        return pledged == 0 ? 0 : (amount * _refundable()) / pledged;
    }

    function _refund(address owner, uint256 burnt, uint256 answer, uint256 assets) private {
        _same("refund", answer, assets);
        shares[owner] -= burnt;
        refunded += assets;
        if (burnt > 0) ++redemptions;
        _done();
    }
}
