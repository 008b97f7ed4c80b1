// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

// Panel members that are contracts, honest and hostile: for tests only.

/// @title A wallet that signs by its stored `signer`
contract MemberWallet is IERC1271 {
    address public signer;

    constructor(address signer_) {
        signer = signer_;
    }

    function rotate(address signer_) external {
        signer = signer_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address recovered, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(hash, signature);
        bool valid = err == ECDSA.RecoverError.NoError && recovered == signer;
        return valid ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @title A member that uses up all gas it is given
contract MemberGasBurner is IERC1271 {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        while (true) {}
        return IERC1271.isValidSignature.selector;
    }
}

/// @title A member that returns 400 kB, as much as its gas pays for, after the word `first`; or reverts with them
contract MemberReturnBomb is IERC1271 {
    bytes32 private immutable FIRST;
    bool private immutable REVERTS;

    constructor(bytes32 first, bool reverts) {
        (FIRST, REVERTS) = (first, reverts);
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        (bytes32 first, bool reverts) = (FIRST, REVERTS);
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

/// @title A member that reverts
contract MemberReverting is IERC1271 {
    error Refused();

    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        revert Refused();
    }
}

/// @title A member that takes everything for signed
contract MemberPermissive is IERC1271 {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return IERC1271.isValidSignature.selector;
    }
}

/// @title A member whose answer is the four magic bytes and nothing else, shorter than a word
contract MemberShortAnswer {
    function isValidSignature(bytes32, bytes calldata) external pure {
        assembly ("memory-safe") {
            mstore(0x00, 0x1626ba7e00000000000000000000000000000000000000000000000000000000)
            return(0x00, 4)
        }
    }
}
