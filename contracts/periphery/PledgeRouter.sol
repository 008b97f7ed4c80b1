// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IEscrowFactory} from "../interfaces/IEscrowFactory.sol";
import {IPledgeRouter, Pledge} from "./IPledgeRouter.sol";

/// @notice What the router asks of wrapped ETH.
interface IWrapped {
    function deposit() external payable;
}

/// @title Pledges to many escrows at once
/// @notice Specified in {IPledgeRouter}.
/// @dev The guard is taken by each function, not by `multicall`, whose calls therefore follow one another freely while a token, a
/// vault or the caller's own `receive` can enter none of them, `multicall` included.
contract PledgeRouter is IPledgeRouter, Multicall, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @inheritdoc IPledgeRouter
    IEscrowFactory public immutable factory;

    /// @param factory_ the factory whose escrows are pledged to.
    constructor(IEscrowFactory factory_) {
        factory = factory_;
    }

    /// @inheritdoc IPledgeRouter
    function permit(
        address token,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant {
        // The outcome does not matter: a permit sent before by somebody else makes this one fail and its allowance suffice.
        try IERC20Permit(token).permit(msg.sender, address(this), value, deadline, v, r, s) {} catch {}
        uint256 allowance = IERC20(token).allowance(msg.sender, address(this));
        if (allowance < value) revert PermitFailed(token, allowance, value);
    }

    /// @inheritdoc IPledgeRouter
    function pledge(Pledge[] calldata pledges) external nonReentrant returns (uint256[] memory pledged) {
        pledged = new uint256[](pledges.length);
        for (uint256 i = 0; i < pledges.length; ++i) {
            Pledge calldata p = pledges[i];
            uint256 fits = Math.min(p.assets, _room(p.escrow));
            _requireLeast(p, fits);
            if (fits == 0) continue;
            IERC20 token = _asset(p.escrow);
            token.safeTransferFrom(msg.sender, address(this), fits);
            _pledge(p.escrow, token, fits);
            pledged[i] = fits;
        }
    }

    /// @inheritdoc IPledgeRouter
    function pledgeNative(Pledge[] calldata pledges) external payable nonReentrant returns (uint256[] memory pledged) {
        pledged = new uint256[](pledges.length);
        uint256 left = msg.value;
        for (uint256 i = 0; i < pledges.length; ++i) {
            Pledge calldata p = pledges[i];
            uint256 fits = Math.min(p.assets, _room(p.escrow));
            _requireLeast(p, fits);
            if (fits == 0) continue;
            if (fits > left) revert ValueTooLow(p.escrow, left, fits);
            left -= fits;
            IERC20 token = _asset(p.escrow);
            uint256 before = token.balanceOf(address(this));
            IWrapped(address(token)).deposit{value: fits}();
            // A token without `deposit()` may take the ETH in its fallback and give nothing.
            uint256 wrapped = Math.saturatingSub(token.balanceOf(address(this)), before);
            if (wrapped < fits) revert NotWrapped(p.escrow, fits, wrapped);
            _pledge(p.escrow, token, fits);
            pledged[i] = fits;
        }
        if (left > 0) Address.sendValue(payable(msg.sender), left);
    }

    /// @inheritdoc IPledgeRouter
    function pledgeThroughVault(
        address underlying,
        Pledge[] calldata pledges
    ) external nonReentrant returns (uint256[] memory pledged) {
        pledged = new uint256[](pledges.length);
        for (uint256 i = 0; i < pledges.length; ++i) {
            Pledge calldata p = pledges[i];
            uint256 room = _room(p.escrow);
            IERC20 token = _asset(p.escrow);
            IERC4626 vault = IERC4626(address(token));
            address found = vault.asset();
            if (found != underlying) revert OtherUnderlying(p.escrow, found, underlying);
            // What nothing costs is not asked: a hostile vault would name a price.
            uint256 needed = room == 0 ? 0 : Math.min(p.assets, vault.previewMint(room));
            uint256 bought = needed == 0 ? 0 : _buy(vault, IERC20(underlying), needed);
            if (needed > 0 && bought == 0) revert NothingBought(p.escrow, needed);
            uint256 fits = Math.min(bought, room);
            _requireLeast(p, fits);
            if (fits == 0) continue;
            if (bought > fits) token.safeTransfer(msg.sender, bought - fits);
            _pledge(p.escrow, token, fits);
            pledged[i] = fits;
        }
    }

    /// @dev Deposits `assets` of the caller's `underlying` to `vault` and returns how many shares the router got for it. The token
    /// is the caller's word: what the vault answers may have changed since, and the caller may have allowed the router others.
    function _buy(IERC4626 vault, IERC20 underlying, uint256 assets) private returns (uint256 bought) {
        uint256 shares = vault.balanceOf(address(this));
        uint256 before = underlying.balanceOf(address(this));
        underlying.safeTransferFrom(msg.sender, address(this), assets);
        underlying.forceApprove(address(vault), assets);
        vault.deposit(assets, address(this));
        _disallow(underlying, address(vault));
        uint256 unspent = Math.saturatingSub(underlying.balanceOf(address(this)), before);
        if (unspent > 0) underlying.safeTransfer(msg.sender, unspent);
        return Math.saturatingSub(vault.balanceOf(address(this)), shares);
    }

    /// @dev Pledges `amount` of what the router just got; the shares go to the caller.
    function _pledge(address escrow, IERC20 token, uint256 amount) private {
        token.forceApprove(escrow, amount);
        IERC4626(escrow).deposit(amount, msg.sender);
        _disallow(token, escrow);
    }

    /// @dev Takes back what is left of an allowance: a vault may have taken less, and some tokens take one amount as "for ever".
    function _disallow(IERC20 token, address spender) private {
        if (token.allowance(address(this), spender) > 0) token.forceApprove(spender, 0);
    }

    /// @dev What `escrow` still accepts, in base units of its asset. Every pledge comes here first: only genuine escrows are used.
    function _room(address escrow) private view returns (uint256) {
        if (!factory.isEscrow(escrow)) revert NotEscrow(escrow);
        return IERC4626(escrow).maxDeposit(msg.sender);
    }

    function _asset(address escrow) private view returns (IERC20) {
        return IERC20(IERC4626(escrow).asset());
    }

    function _requireLeast(Pledge calldata p, uint256 fits) private pure {
        if (fits < p.least) revert TooLittleFits(p.escrow, fits, p.least);
    }
}
