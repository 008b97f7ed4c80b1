// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A member that wants to write when it is asked for a signature
contract MemberStateChanging {
    uint256 public asked;

    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        ++asked;
        return 0x1626ba7e;
    }
}
