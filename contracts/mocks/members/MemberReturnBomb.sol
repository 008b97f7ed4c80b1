// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title A member that returns 400 kB, as much as its gas pays for, after the word `first`; or reverts with them
contract MemberReturnBomb is IERC1271 {
    bytes32 private immutable FIRST;
    bool private immutable REVERTS;

    constructor(bytes32 first, bool reverts) {
        (FIRST, REVERTS) = (first, reverts);
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        (bytes32 first, bool reverts) = (FIRST, REVERTS);
        // Assembly: Solidity would pay to clear and to encode 400 kB; here memory only expands.
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, first)
            if reverts {
                revert(data, 400000)
            }
            return(data, 400000)
        }
    }
}
