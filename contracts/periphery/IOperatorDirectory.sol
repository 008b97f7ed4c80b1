// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrowFactory} from "../interfaces/IEscrowFactory.sol";

/// @notice What an operator publishes of itself.
struct Operator {
    /// Where its service is reached: an HTTPS URL of at most 256 bytes.
    string endpoint;
    /// To what evidence for it is encrypted: an age recipient of at most 2,048 bytes, never derived from the signing key.
    string encryptionKey;
    /// Unix seconds of the last publication; 0 = never published.
    uint256 publishedAt;
}

/// @title OperatorDirectory: how operators are reached, and which escrows their members accept
/// @notice An account speaks for itself only. The directory checks lengths, not what an entry means: clients parse before they use it.
/// No escrow depends on it; an acceptance binds nobody to act, and its absence takes nothing from a member.
interface IOperatorDirectory {
    /// @notice `operator` published, in place of what it published before.
    event Published(address indexed operator, string endpoint, string encryptionKey);
    /// @notice `member` of the panel of `escrow` said that it accepts the terms and will observe.
    event Accepted(address indexed member, address indexed escrow);

    /// Thrown when an endpoint is empty or longer than 256 bytes.
    error EndpointLength(uint256 length);
    /// Thrown when an encryption key is empty or longer than 2,048 bytes.
    error EncryptionKeyLength(uint256 length);
    /// Thrown when `account` is not an escrow that the factory made.
    error NotEscrow(address account);
    /// Thrown when `account` is not on the panel of `escrow`.
    error NotMember(address account, address escrow);
    /// Thrown when `member` accepted `escrow` before, at unix second `time`.
    error AlreadyAccepted(address member, address escrow, uint256 time);

    /// @notice The factory whose escrows can be accepted.
    function factory() external view returns (IEscrowFactory);

    /// @notice Publishes the caller's endpoint and encryption key in place of what it published before.
    /// @dev Reverts with `EndpointLength`, `EncryptionKeyLength`. Emits `Published`.
    function publish(string calldata endpoint, string calldata encryptionKey) external;

    /// @notice Records that the caller, a member of the panel of `escrow`, accepts it. Once and for good.
    /// @dev Reverts with `NotEscrow`, `NotMember`, `AlreadyAccepted`. Emits `Accepted`.
    function accept(address escrow) external;

    /// @notice What `account` published last; all empty if nothing.
    function operatorOf(address account) external view returns (Operator memory);

    /// @notice When `member` accepted `escrow`, unix seconds; 0 = it has not.
    function acceptedAt(address member, address escrow) external view returns (uint256);
}
