// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What kind of account an address is
library Accounts {
    /// @dev Whether `account` is a contract now. Code of exactly 23 bytes that starts with 0xef0100 is an EOA's delegation
    /// (EIP-7702), which its key can change at any time.
    function isContract(address account) internal view returns (bool) {
        uint256 length = account.code.length;
        return length != 0 && !(length == 23 && bytes3(account.code) == 0xef0100);
    }
}
