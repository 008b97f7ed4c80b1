// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrow} from "../../../../contracts/interfaces/IEscrow.sol";
import {Docket, Phase} from "../../../../contracts/parts/Docket.sol";
import {Filing} from "../Model.sol";
import {Actor} from "../Actor.sol";

/// @title Solvers and breakers: file, split, copy, assign
abstract contract Claiming is Actor {
    uint256 private constant MOST_CLAIMS = 12;
    uint256 internal constant MOST_BREAKS = 10;

    function file(uint256 who, uint256 to) external counted {
        if (_fileOne(_pick(solvers, who), to, _commitment(_pick(solvers, who)))) _done();
    }

    /// @notice One result handed in as several claims at once.
    function fileSplit(uint256 who, uint256 to, uint256 parts) external counted {
        address solver = _pick(solvers, who);
        for (uint256 i = 0; i < 2 + (parts % 2); ++i) {
            if (_fileOne(solver, to, _commitment(solver))) _done();
        }
    }

    /// @notice A commitment used before: refused from its solver, a key of its own (and worthless) from anyone else.
    function fileCopy(uint256 which, uint256 who, uint256 to) external counted {
        if (queue[0].length == 0) return;
        Filing storage original = filings[queue[0][which % queue[0].length]];
        address solver = _pick(solvers, who);
        if (_fileOne(solver, to, original.commitment) || filings[_key(solver, original.commitment, 0)].filedAt > 0)
            _done();
    }

    function assign(uint256 which, uint256 to) external counted {
        if (all.length == 0) return;
        Filing storage f = filings[all[which % all.length]];
        address payee = to % 16 == 0 ? address(0) : _pick(accounts, to / 16);
        _as(
            f.payee,
            abi.encodeCall(IEscrow.assign, (f.key, payee)),
            payee == address(0) ? IEscrow.PayeeZero.selector : bytes4(0)
        );
        if (payee == address(0)) return;
        f.payee = payee;
        _done();
    }

    function assignThief(uint256 which, uint256 who) external counted {
        if (all.length == 0) return;
        Filing storage f = filings[all[which % all.length]];
        address thief = _pick(accounts, who);
        if (thief == f.payee) return;
        _as(thief, abi.encodeCall(IEscrow.assign, (f.key, thief)), IEscrow.NotPayee.selector);
        // A key that nobody has filed: its payee is address zero.
        if (filings[bytes32(who)].filedAt == 0) {
            _as(thief, abi.encodeCall(IEscrow.assign, (bytes32(who), thief)), IEscrow.NotPayee.selector);
        }
        _done();
    }

    /// @dev A fresh commitment, as a client computes it.
    function _commitment(address solver) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(escrow), solver, keccak256("manifest"), all.length));
    }

    function _key(address solver, bytes32 commitment, bytes32 target) internal pure returns (bytes32) {
        return keccak256(abi.encode(solver, commitment, target));
    }

    /// @dev A claim of which something is held and the warranty runs; 0 if there is none.
    function _attackable(uint256 seed) internal view returns (bytes32) {
        if (held == 0) return 0;
        for (uint256 i = 0; i < all.length; ++i) {
            bytes32 key = all[((seed % all.length) + i) % all.length];
            if (filings[key].held > 0 && block.timestamp <= filings[key].paidAt + terms.warranty) return key;
        }
        return 0;
    }

    function _fileOne(address solver, uint256 to, bytes32 commitment) internal returns (bool) {
        if (queue[0].length >= MOST_CLAIMS) return false;
        address payee = to % 32 == 0 ? address(0) : _pick(payees, to);
        if (to % 8 != 1) _bind(to);
        bytes4 expected = 0;
        if (pledged < terms.threshold) expected = IEscrow.NotBinding.selector;
        else if (block.timestamp > _claimsEnd()) expected = IEscrow.ClaimsEnded.selector;
        else if (paid == pledged) expected = IEscrow.NothingLeftToPay.selector;
        else if (payee == address(0)) expected = IEscrow.PayeeZero.selector;
        else if (filings[_key(solver, commitment, 0)].filedAt > 0) expected = Docket.KeyUsed.selector;
        uint256 answer = _as(solver, abi.encodeCall(IEscrow.file, (commitment, payee, "ipfs://a")), expected);
        if (expected != 0) return false;
        _enter(solver, commitment, 0, payee, answer);
        return true;
    }

    function _fileBreakOne(address solver, bytes32 target, address payee, bytes32 commitment) internal returns (bool) {
        bytes4 expected = 0;
        if (filings[target].held == 0) expected = IEscrow.NothingHeld.selector;
        else if (block.timestamp > filings[target].paidAt + terms.warranty) expected = IEscrow.WarrantyOver.selector;
        else if (payee == address(0)) expected = IEscrow.PayeeZero.selector;
        else if (filings[_key(solver, commitment, target)].filedAt > 0) expected = Docket.KeyUsed.selector;
        uint256 answer = _as(
            solver,
            abi.encodeCall(IEscrow.fileBreak, (target, commitment, payee, "ipfs://b")),
            expected
        );
        if (expected != 0) return false;
        _enter(solver, commitment, target, payee, answer);
        return true;
    }

    function _enter(address solver, bytes32 commitment, bytes32 target, address payee, uint256 answer) private {
        bytes32 key = _key(solver, commitment, target);
        _same("key", answer, uint256(key));
        Filing storage f = filings[key];
        (f.target, f.index) = (target, queue[target].length);
        (f.key, f.commitment, f.payee, f.filedAt) = (key, commitment, payee, uint40(block.timestamp));
        all.push(key);
        queue[target].push(key);
        feesIn += terms.claimFee;
        _same("observing", uint256(escrow.claimOf(key).phase), uint256(Phase.Observing));
    }
}
