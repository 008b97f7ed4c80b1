// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrowFactory} from "../interfaces/IEscrowFactory.sol";

/// @notice One pledge of a batch.
struct Pledge {
    /// An escrow that the router's factory made.
    address escrow;
    /// The most to spend: base units of the escrow's asset; of ETH in wei; of the underlying token that the call names.
    uint256 assets;
    /// The least that must be pledged, in base units of the escrow's asset; 0 = take what fits, skip if nothing does.
    uint256 least;
}

/// @title PledgeRouter: pledges to many escrows in one transaction, as much as still fits under each cap
/// @notice Shares of the escrows always go to the caller. Money is only ever taken from the caller, and never more than is pledged
/// (through a vault: than the vault takes for what fits). Between calls the router holds no token and no ETH, and nobody has an
/// allowance from it; what is sent to it by mistake stays there and counts for nothing. Calls compose by `multicall`, which is
/// not payable, so that no value can be spent twice: `pledgeNative` is called by itself.
///
/// Escrows may have any asset. A hostile one can make the call fail or waste what the caller named for its own escrow, nothing
/// else: which token is spent follows from the call (the fixed asset of an escrow, ETH, or the underlying token that the caller
/// names, never what a vault answers), how much is at most `assets`, no step holds money of another, and the functions cannot be
/// re-entered. Allowances for other tokens are out of its reach.
/// @dev No owner, no storage. The only constructor argument is the factory, so the router has the same address on every chain.
interface IPledgeRouter {
    /// Thrown when `account` is not an escrow that the factory made.
    error NotEscrow(address account);
    /// Thrown when `fits` units can be pledged to `escrow`, fewer than the caller's `least`.
    error TooLittleFits(address escrow, uint256 fits, uint256 least);
    /// Thrown when, with or without the permit, the caller's allowance for the router is below `value`.
    error PermitFailed(address token, uint256 allowance, uint256 value);
    /// Thrown when a pledge needs more wei than is left of what was sent.
    error ValueTooLow(address escrow, uint256 left, uint256 needed);
    /// Thrown when `escrow`'s asset took `value` wei and gave only `wrapped` units for it: it is not the chain's wrapped ETH.
    error NotWrapped(address escrow, uint256 value, uint256 wrapped);
    /// Thrown when the vault of `escrow` has the token `found` under it, not `underlying`, which the caller named.
    error OtherUnderlying(address escrow, address found, address underlying);
    /// Thrown when the vault of `escrow` gave no share for `assets` units of its underlying token.
    error NothingBought(address escrow, uint256 assets);

    /// @notice The factory whose escrows the router pledges to.
    function factory() external view returns (IEscrowFactory);

    /// @notice Sets the caller's allowance for the router by EIP-2612. Somebody else may have sent the same permit before: it is
    /// enough that the allowance is there afterwards.
    /// @param value base units of `token`.
    /// @param deadline unix seconds, last second included.
    /// @dev Reverts with `PermitFailed`.
    function permit(address token, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Pledges the escrows' assets out of the caller's allowance: to each escrow min(`assets`, what fits under its cap).
    /// @return pledged what was pledged to each, in base units of its asset; 0 = skipped.
    /// @dev Reverts with `NotEscrow`, `TooLittleFits`, and what token and escrow throw.
    function pledge(Pledge[] calldata pledges) external returns (uint256[] memory pledged);

    /// @notice Pledges ETH to escrows whose asset is the chain's wrapped ETH (any token whose `deposit()` gives one unit a wei). Wraps
    /// what fits; the rest of the value goes back to the caller.
    /// @return pledged what was pledged to each, in wei; 0 = skipped.
    /// @dev Reverts with `NotEscrow`, `TooLittleFits`, `ValueTooLow`, `NotWrapped`, and where the caller does not take back its rest with
    /// the caller's own error or OpenZeppelin's `FailedCall`.
    function pledgeNative(Pledge[] calldata pledges) external payable returns (uint256[] memory pledged);

    /// @notice Pledges shares of ERC-4626 vaults (the escrows' assets), bought with one underlying token out of the caller's allowance.
    /// Takes min(`assets`, `previewMint` of what fits) of it for each, so `least` also bounds the vault's rate. Shares above the cap
    /// (a rounding) and underlying that the vault left go back to the caller.
    ///
    /// Warning: with a `least` of 1 or less the vault's rate is bounded by nothing but that it gives something.
    /// @param underlying the only token that is spent: each vault's `asset()` must answer it, now. Vaults with other tokens: another
    /// call, by `multicall`.
    /// @return pledged what was pledged to each, in base units of the vault's shares; 0 = skipped.
    /// @dev Reverts with `NotEscrow`, `OtherUnderlying`, `NothingBought`, `TooLittleFits`, and what token, vault and escrow throw.
    function pledgeThroughVault(
        address underlying,
        Pledge[] calldata pledges
    ) external returns (uint256[] memory pledged);
}
