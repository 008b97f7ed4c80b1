// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A member whose answer is the magic value, one byte short of a word
contract MemberShortAnswer {
    function isValidSignature(bytes32, bytes calldata) external pure {
        // Assembly: Solidity pads every answer to whole words.
        assembly ("memory-safe") {
            mstore(0x00, 0x1626ba7e00000000000000000000000000000000000000000000000000000000)
            return(0x00, 31)
        }
    }
}
