// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Terms} from "./Terms.sol";
import {IEscrowFactory} from "./interfaces/IEscrowFactory.sol";
import {TermsCode} from "./parts/TermsCode.sol";
import {TermsRules} from "./parts/TermsRules.sol";

/// @title Makes escrows (docs/protocol.md, section 2)
/// @notice Specified in {IEscrowFactory}. Has no storage: an escrow's address proves its origin.
contract EscrowFactory is IEscrowFactory {
    /// @dev The code of an ERC-1167 proxy comes before the terms, which are at most 6 + 16 + 32 words.
    uint256 private constant PROXY_LENGTH = 45;
    uint256 private constant MAX_LENGTH = PROXY_LENGTH + 54 * 32;

    /// @inheritdoc IEscrowFactory
    address public immutable implementation;

    /// @param implementation_ the Escrow whose clones are made.
    constructor(address implementation_) {
        implementation = implementation_;
    }

    /// @inheritdoc IEscrowFactory
    function create(Terms calldata terms, bytes calldata document) external returns (address escrow) {
        if (keccak256(document) != terms.outcome) revert DocumentMismatch(terms.outcome, keccak256(document));
        // What exists is returned before the bounds are checked: its times may have passed since.
        if (TermsCode.fits(terms)) {
            escrow = _predict(TermsCode.pack(terms));
            if (escrow.code.length > 0) return escrow;
        }
        TermsRules.check(terms);
        escrow = Clones.cloneDeterministicWithImmutableArgs(implementation, TermsCode.pack(terms), 0);
        emit Created(escrow, terms.outcome, msg.sender, document);
    }

    /// @inheritdoc IEscrowFactory
    function addressOf(Terms calldata terms) external view returns (address) {
        if (!TermsCode.fits(terms)) revert TermsDoNotFit();
        return _predict(TermsCode.pack(terms));
    }

    /// @inheritdoc IEscrowFactory
    function isEscrow(address account) external view returns (bool) {
        uint256 length = account.code.length;
        if (length <= PROXY_LENGTH || length > MAX_LENGTH) return false;
        return _predict(Clones.fetchCloneArgs(account)) == account;
    }

    function _predict(bytes memory code) private view returns (address) {
        return Clones.predictDeterministicAddressWithImmutableArgs(implementation, code, 0);
    }
}
