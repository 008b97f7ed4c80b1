// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Terms} from "../Terms.sol";

/// @title EscrowFactory: makes escrows whose address is a commitment to their terms
interface IEscrowFactory {
    /// @notice An escrow was created. The document is published here so that the text of the outcome can never be lost.
    event Created(address indexed escrow, bytes32 indexed outcome, address indexed creator, bytes document);

    /// Thrown when the document does not hash to `terms.outcome`.
    error DocumentMismatch(bytes32 outcome, bytes32 documentHash);
    /// Thrown when a field is too large for its place in the code: no escrow can have such terms.
    error TermsDoNotFit();

    /// @notice Creates the escrow of `terms`, or returns it unchanged if it exists. Anybody may.
    /// @param document the outcome document (canonical JSON, RFC 8785); its keccak256 is `terms.outcome`.
    /// @return escrow its address, the one that `addressOf(terms)` tells before.
    ///
    /// Bounds (each has its own error in `TermsRules`): `asset` is a contract; `curve` 1 to 16 points, neither coordinate ever falling,
    /// each point differing from the last, F(0) = 0, last price 1 to 2^128 - 1, at most 16 prizes in a contest; `minStep` >= 1;
    /// 1 <= `threshold` <= `cap` <= last price; now < `pledgeBy` <= `claimBy` <= now + 50 years; `verifyWithin` 1 hour to 365 days;
    /// `challengeWithin`, `arbitrateWithin` at most 365 days, both above 0 with an arbiter and 0 without; `lastCall` at most 365
    /// days, 0 unless a contest; `panel` 1 or 3 to 32 members, ascending, not zero; 2 * `quorum` > n, `quorum` < n unless n = 1;
    /// `arbiter` not on the panel; fees below 2^128, `challengeFee` 0 without an arbiter; `holdback` at most 10,000 and `warranty` at
    /// most 5 years, both zero or neither.
    ///
    /// Assumptions, which no contract can check.
    /// The result is wrong if broken:
    /// - Token: a transfer moves exactly the amount asked, balances do not change otherwise (no rebasing), nobody can seize what the
    ///   escrow holds. Deliveries below the amount are refused; a balance that shrinks afterwards is short for the last to leave.
    /// - Members: fewer than `quorum` of them vouch for a measurement that is not so, or the arbiter rules after a challenge.
    /// - Arbiter: does not rule together with a dishonest member, and rules down what is not so.
    /// - Members that are contracts exist on this chain before the escrow is created, and nobody has an ECDSA key to their address: it
    ///   would sign for them.
    /// - Document: says how the measurement follows from the evidence, and for a contest that a copy measures 0.
    ///
    /// Somebody is stuck if broken:
    /// - Token: transfers succeed between accounts it does not block, and to the escrow.
    /// - Members: at least `quorum` observe within `verifyWithin`, or one does and the arbiter rules; else a claim measures 0.
    /// - Members that are contracts: their ERC-1271 check uses at most `Panel.SIGNATURE_GAS`, gas
    ///   repricings during the life of the escrow included.
    /// - Chain: runs Cancun (transient storage, MCOPY) or later, and includes any transaction well within the clocks.
    ///
    /// @dev Reverts with `DocumentMismatch` or the error of the first bound violated. Emits `Created` if it did not exist.
    function create(Terms calldata terms, bytes calldata document) external returns (address escrow);

    /// @notice The address of the escrow of `terms`, whether it exists or not.
    /// @dev Reverts with `TermsDoNotFit`. Does not check the bounds.
    function addressOf(Terms calldata terms) external view returns (address);

    /// @notice Whether `account` is an escrow that this factory made: recomputes its address from the terms in its code.
    function isEscrow(address account) external view returns (bool);

    /// @notice The code that every escrow of this factory runs.
    function implementation() external view returns (address);
}
