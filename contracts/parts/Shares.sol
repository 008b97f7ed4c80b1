// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title The receipts of pledges: ERC-4626 shares, one for each unit pledged
/// @notice Pledging is always 1:1. A share's value is refundable / pledged, the same for all, rounded down on the way out.
/// `docs/erc4626.md` tables every `max*`, `preview*` and `convert*` by status.
abstract contract Shares is ERC4626, ERC20Permit, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// Thrown when the token delivered less than was to be sent: fee-on-transfer tokens are refused.
    error TokenDeliveredLess(uint256 expected, uint256 delivered);

    constructor() ERC20("", "") ERC20Permit("Lodestone") ERC4626(IERC20(address(0))) {}

    /// @dev The pledges that are still accepted, in asset units; 0 once pledging has ended.
    function _room() internal view virtual returns (uint256);

    /// @dev Whether shares can be redeemed: the escrow is Closed or Void.
    function _refundsOpen() internal view virtual returns (bool);

    /// @dev The value of all shares ever issued, and their number; `refundable <= pledged`.
    function _ratio() internal view virtual returns (uint256 refundable, uint256 pledged);

    /// @dev Freezes the ratio at the first redemption, if redemptions are open.
    function _freeze() internal virtual;

    /// @notice "Lodestone", the name also of the EIP-712 domain of permits and observations.
    /// @dev Overridden because a clone does not share the storage in which OpenZeppelin's ERC20 keeps it.
    function name() public pure override(ERC20, IERC20Metadata) returns (string memory) {
        return "Lodestone";
    }

    /// @notice "LODE-" and the last four bytes of the escrow's address.
    function symbol() public view override(ERC20, IERC20Metadata) returns (string memory) {
        return string.concat("LODE-", Strings.toHexString(uint32(uint160(address(this))), 4));
    }

    /// @notice The asset's decimals, 18 where it has none.
    function decimals() public view override(ERC4626, ERC20) returns (uint8) {
        (bool success, uint8 assetDecimals) = SafeERC20.tryGetDecimals(IERC20(asset()));
        return success ? assetDecimals : 18;
    }

    /// @notice What all shares that exist would get if nothing more were paid, in asset units, rounded down.
    function totalAssets() public view override returns (uint256) {
        return _convertToAssets(totalSupply(), Math.Rounding.Floor);
    }

    /// @inheritdoc ERC4626
    function maxDeposit(address) public view override returns (uint256) {
        return _room();
    }

    /// @inheritdoc ERC4626
    function maxMint(address) public view override returns (uint256) {
        return _room();
    }

    /// @inheritdoc ERC4626
    function maxRedeem(address owner) public view override returns (uint256) {
        return _refundsOpen() ? balanceOf(owner) : 0;
    }

    /// @notice One share a unit, always.
    function previewDeposit(uint256 assets) public pure override returns (uint256) {
        return assets;
    }

    /// @notice One unit a share, always.
    function previewMint(uint256 shares) public pure override returns (uint256) {
        return shares;
    }

    /// @notice Pledges `assets` units; `receiver` gets one share for each.
    /// @dev Reverts with `ERC4626ExceededMaxDeposit` above the cap or once pledging has ended, `TokenDeliveredLess`.
    function deposit(uint256 assets, address receiver) public override nonReentrant returns (uint256) {
        return super.deposit(assets, receiver);
    }

    /// @notice The same as `deposit`.
    function mint(uint256 shares, address receiver) public override nonReentrant returns (uint256) {
        return super.mint(shares, receiver);
    }

    /// @notice Refunds `assets` units to `receiver` and burns the shares that takes, rounded up.
    /// @dev Reverts with `ERC4626ExceededMaxWithdraw` before the escrow is Closed or Void.
    function withdraw(uint256 assets, address receiver, address owner) public override nonReentrant returns (uint256) {
        return super.withdraw(assets, receiver, owner);
    }

    /// @notice Burns `shares` and refunds refundable / pledged for each to `receiver`, rounded down.
    /// @dev Reverts with `ERC4626ExceededMaxRedeem` before the escrow is Closed or Void.
    function redeem(uint256 shares, address receiver, address owner) public override nonReentrant returns (uint256) {
        return super.redeem(shares, receiver, owner);
    }

    /// @dev Effects before the transfer: whatever the token calls back sees the pledge counted, and all of it reverts if the
    /// money does not arrive.
    function _deposit(address caller, address receiver, uint256 assets, uint256 shares) internal override {
        _mint(receiver, shares);
        emit Deposit(caller, receiver, assets, shares);
        _pull(caller, assets);
    }

    function _withdraw(
        address caller,
        address receiver,
        address owner,
        uint256 assets,
        uint256 shares
    ) internal override {
        _freeze();
        super._withdraw(caller, receiver, owner, assets, shares);
    }

    /// @dev Takes `amount` from `from` and checks that it arrived.
    function _pull(address from, uint256 amount) internal {
        IERC20 token = IERC20(asset());
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(from, address(this), amount);
        uint256 delivered = Math.saturatingSub(token.balanceOf(address(this)), before);
        if (delivered < amount) revert TokenDeliveredLess(amount, delivered);
    }

    /// @dev refundable / pledged for each share; 1:1 before the first pledge. Never more than `shares`, so never overflows.
    function _convertToAssets(uint256 shares, Math.Rounding rounding) internal view override returns (uint256) {
        (uint256 refundable, uint256 pledged) = _ratio();
        return refundable == pledged ? shares : Math.mulDiv(shares, refundable, pledged, rounding);
    }

    /// @dev pledged / refundable for each unit; saturates at 2^256 - 1, which is also the price of a unit when nothing is refundable.
    function _convertToShares(uint256 assets, Math.Rounding rounding) internal view override returns (uint256) {
        (uint256 refundable, uint256 pledged) = _ratio();
        if (refundable == pledged || assets == 0) return assets;
        (uint256 high, ) = Math.mul512(assets, pledged);
        if (high >= refundable) return type(uint256).max;
        bool up = Math.unsignedRoundsUp(rounding) && mulmod(assets, pledged, refundable) > 0;
        return Math.saturatingAdd(Math.mulDiv(assets, pledged, refundable), up ? 1 : 0);
    }
}
