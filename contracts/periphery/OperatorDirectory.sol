// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrow} from "../interfaces/IEscrow.sol";
import {IEscrowFactory} from "../interfaces/IEscrowFactory.sol";
import {IOperatorDirectory, Operator} from "./IOperatorDirectory.sol";

/// @title Operators' endpoints, encryption keys and acceptances
/// @notice Specified in {IOperatorDirectory}.
contract OperatorDirectory is IOperatorDirectory {
    uint256 private constant MAX_ENDPOINT = 256;
    /// @dev A post-quantum age recipient has just under 2,000 characters, an X25519 one 62.
    uint256 private constant MAX_ENCRYPTION_KEY = 2_048;

    /// @inheritdoc IOperatorDirectory
    IEscrowFactory public immutable factory;

    /// @inheritdoc IOperatorDirectory
    mapping(address member => mapping(address escrow => uint256 since)) public acceptedAt;

    mapping(address account => Operator) private _operators;

    /// @param factory_ the factory whose escrows can be accepted.
    constructor(IEscrowFactory factory_) {
        factory = factory_;
    }

    /// @inheritdoc IOperatorDirectory
    function publish(string calldata endpoint, string calldata encryptionKey) external {
        uint256 length = bytes(endpoint).length;
        if (length == 0 || length > MAX_ENDPOINT) revert EndpointLength(length);
        length = bytes(encryptionKey).length;
        if (length == 0 || length > MAX_ENCRYPTION_KEY) revert EncryptionKeyLength(length);
        _operators[msg.sender] = Operator(endpoint, encryptionKey, block.timestamp);
        emit Published(msg.sender, endpoint, encryptionKey);
    }

    /// @inheritdoc IOperatorDirectory
    function accept(address escrow) external {
        if (!factory.isEscrow(escrow)) revert NotEscrow(escrow);
        if (!_isMember(escrow, msg.sender)) revert NotMember(msg.sender, escrow);
        uint256 time = acceptedAt[msg.sender][escrow];
        if (time > 0) revert AlreadyAccepted(msg.sender, escrow, time);
        acceptedAt[msg.sender][escrow] = block.timestamp;
        emit Accepted(msg.sender, escrow);
    }

    /// @inheritdoc IOperatorDirectory
    function operatorOf(address account) external view returns (Operator memory) {
        return _operators[account];
    }

    function _isMember(address escrow, address account) private view returns (bool) {
        address[] memory panel = IEscrow(escrow).terms().panel;
        for (uint256 i = 0; i < panel.length; ++i) {
            if (panel[i] == account) return true;
        }
        return false;
    }
}
