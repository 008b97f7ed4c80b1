// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Accounts} from "./Accounts.sol";

/// @notice One member's signed measurement of one claim, as it is submitted.
struct Observation {
    /// The member's place in the panel, 0-based in ascending order.
    uint256 seat;
    /// More is better, 0 = nothing achieved.
    uint64 measurement;
    /// Digest of the member's report.
    bytes32 report;
    /// 65-byte ECDSA signature (r, s, v) of an EOA, or what the member's contract takes by ERC-1271.
    bytes signature;
}

/// @title Members' signatures
/// @notice EIP-712, domain name "Lodestone", version "1", the escrow as verifying contract, so that a signature binds chain and
/// escrow. Members without code, and EOAs that delegate by EIP-7702, sign by ECDSA alone; contract accounts by ERC-1271.
library Panel {
    bytes32 internal constant OBSERVATION_TYPEHASH = keccak256(
        "Observation(bytes32 claim,address member,uint64 measurement,bytes32 report)"
    );

    /// Gas a member's contract may use to check a signature: a Safe with 32 owners uses about 250,000.
    uint256 internal constant SIGNATURE_GAS = 400_000;

    /// Thrown when too little gas is left to give a member's contract `SIGNATURE_GAS`. Without this, a gas estimate could settle on
    /// a limit at which a valid observation is skipped.
    error TooLittleGas(uint256 left, uint256 needed);

    /// @dev The EIP-712 struct hash of an observation.
    function hash(bytes32 key, address member, uint64 measurement, bytes32 report) internal pure returns (bytes32) {
        return keccak256(abi.encode(OBSERVATION_TYPEHASH, key, member, measurement, report));
    }

    /// @dev Whether `member` signed `digest`. Reverts only for want of gas.
    function hasSigned(address member, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        // ECDSA first: it answers for every EOA, delegated or not, without the 2,600 gas of a look at its code. A contract account
        // has no key, so nothing is accepted here that ERC-1271 should have judged.
        (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (err == ECDSA.RecoverError.NoError && signer == member) return true;
        return Accounts.isContract(member) && _hasContractSigned(member, digest, signature);
    }

    function _hasContractSigned(
        address member,
        bytes32 digest,
        bytes calldata signature
    ) private view returns (bool valid) {
        bytes memory data = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        // EIP-150: at most 63/64 of what is left reaches the call; 3,000 pay for the call itself.
        uint256 needed = (SIGNATURE_GAS * 64) / 63 + 3_000;
        if (gasleft() < needed) revert TooLittleGas(gasleft(), needed);
        bytes32 magic = bytes32(IERC1271.isValidSignature.selector);
        // Assembly: Solidity's call copies all return data, which costs the submitter 2 to 10 million gas for a return bomb.
        assembly ("memory-safe") {
            let success := staticcall(SIGNATURE_GAS, member, add(data, 0x20), mload(data), 0x00, 0x20)
            valid := and(success, and(gt(returndatasize(), 0x1f), eq(mload(0x00), magic)))
        }
    }
}
