// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrow} from "../../../../contracts/interfaces/IEscrow.sol";
import {Rule} from "../../../../contracts/Terms.sol";
import {Docket, Phase} from "../../../../contracts/parts/Docket.sol";
import {Observation} from "../../../../contracts/parts/Panel.sol";
import {ContractMember, Mood} from "../ContractMember.sol";
import {VM} from "../Vm.sol";
import {Claiming} from "./Claiming.sol";

/// @title Members, submitters, challengers and the arbiter, honest and not
abstract contract Judging is Claiming {
    /// @notice What is wrong with a submitted observation.
    enum Fault {
        None,
        OtherClaim,
        OtherMember,
        OtherSigner,
        OtherMeasurement,
        OtherReport,
        OtherEscrow,
        OtherChain,
        NoSeat,
        CutShort,
        Malleable
    }

    /// @notice Most or all members observe one claim in one transaction; some may lie.
    function observe(uint256 which, uint256 truth, uint256 order, uint256 liars) external counted {
        bytes32 key = _observable(which);
        if (key == 0) return;
        uint256 n = PANEL;
        uint256 size = liars % 4 == 0 ? 1 + (order % n) : n;
        Observation[] memory batch = new Observation[](size);
        for (uint256 i = 0; i < size; ++i) {
            uint256 seat = ((order % n) + i) % n;
            uint64 m = _measurement((liars >> (8 + seat)) % 4 == 0 ? _hash(truth, seat) : truth);
            batch[i] = _signed(key, seat, m, Fault.None, 0);
        }
        _submit(key, batch, new Fault[](size));
    }

    /// @notice One member alone.
    function observeOne(uint256 which, uint256 seat, uint256 truth) external counted {
        bytes32 key = _observable(which);
        if (key == 0) return;
        Observation[] memory batch = new Observation[](1);
        batch[0] = _signed(key, seat % PANEL, _measurement(truth), Fault.None, 0);
        _submit(key, batch, new Fault[](1));
    }

    /// @notice Replayed, tampered, foreign and repeated observations among valid ones: only the valid ones count.
    function observeHostile(uint256 which, uint256 seed, uint256 truth) external counted {
        bytes32 key = _observable(which);
        if (key == 0) return;
        uint256 size = 2 + (seed % 4);
        Observation[] memory batch = new Observation[](size);
        Fault[] memory faults = new Fault[](size);
        for (uint256 i = 0; i < size; ++i) {
            uint256 dice = _hash(seed, i);
            if (dice % 4 > 0) faults[i] = Fault(1 + ((dice >> 8) % uint256(type(Fault).max)));
            // Few seats, so that members sign twice: the first counts, whatever the second says.
            uint256 seat = (dice >> 16) % PANEL;
            batch[i] = _signed(key, seat, _measurement(_hash(truth, i)), faults[i], dice >> 32);
        }
        _submit(key, batch, faults);
    }

    function changeMood(uint256 which, uint256 mood) external counted {
        for (uint256 i = 0; i < isContract.length; ++i) {
            uint256 seat = ((which % isContract.length) + i) % isContract.length;
            if (!isContract[seat]) continue;
            Mood to = mood % 2 == 0 ? Mood.Honest : Mood((mood / 2) % (uint256(type(Mood).max) + 1));
            ContractMember(terms.panel[seat]).setMood(to, escrow);
            _done();
            return;
        }
    }

    /// @notice A member without a contract lets its account run another's code (EIP-7702), or no longer: it signs as before.
    function delegate(uint256 which) external counted {
        for (uint256 i = 0; i < PANEL; ++i) {
            uint256 seat = ((which % PANEL) + i) % PANEL;
            if (isContract[seat]) continue;
            address member = terms.panel[seat];
            VM.etch(member, member.code.length == 0 ? delegation : bytes(""));
            _done();
            return;
        }
    }

    function challenge(uint256 which, uint256 who) external counted {
        if (all.length == 0) return;
        bytes32 key = _inPhase(Phase.Challenging, which);
        if (key == 0 && who % 4 != 0) key = _observed(which);
        bytes4 expected = key == 0 ? Docket.WrongPhase.selector : bytes4(0);
        if (key == 0) key = all[which % all.length];
        if (expected == 0) _challenge(key, _pick(solvers, who));
        else _as(_pick(solvers, who), abi.encodeCall(IEscrow.challenge, (key, "grounds")), expected);
    }

    function rule(uint256 which, uint256 measurement, uint256 fault) external counted {
        if (all.length == 0) return;
        bytes32 key = _inPhase(Phase.Arbitrating, which);
        if (key == 0 && fault % 4 != 0) {
            key = _inPhase(Phase.Challenging, which);
            if (key == 0) key = _observed(which);
            if (key != 0) _challenge(key, solvers[0]);
        }
        bytes4 expected = key == 0 ? Docket.WrongPhase.selector : bytes4(0);
        if (key == 0) key = all[which % all.length];
        uint64 highest = filings[key].highest;
        uint64 m = uint64(measurement % (uint256(highest) + 1));
        if (fault % 4 == 0) m = highest;
        address caller = arbiter;
        if (fault % 16 == 1) (caller, expected) = (_pick(terms.panel, which), IEscrow.NotArbiter.selector);
        else if (fault % 16 == 2 && expected == 0 && highest < type(uint64).max)
            (m, expected) = (highest + 1, Docket.RulingAboveHighest.selector);
        _as(caller, abi.encodeCall(IEscrow.rule, (key, m, "reasons")), expected);
        if (expected != 0) return;
        (filings[key].ruled, filings[key].ruling) = (true, m);
        owed[arbiter] += terms.challengeFee;
        _notePassing(key);
        _done();
    }

    function _challenge(bytes32 key, address challenger) private {
        _as(challenger, abi.encodeCall(IEscrow.challenge, (key, "grounds")), 0);
        filings[key].challengedAt = uint40(block.timestamp);
        feesIn += terms.challengeFee;
        _done();
    }

    /// @dev A claim that all members have just observed and that can be challenged; 0 if that could not be had.
    function _observed(uint256 seed) internal returns (bytes32 key) {
        key = _observable(seed | 1);
        if (key == 0) return 0;
        _observeAll(key, seed);
        if (_phase(key) != Phase.Challenging) return 0;
    }

    /// @dev All members observe `key`, contracts in an honest mood.
    function _observeAll(bytes32 key, uint256 seed) internal {
        uint256 n = PANEL;
        Observation[] memory batch = new Observation[](n);
        for (uint256 seat = 0; seat < n; ++seat) {
            if (isContract[seat]) ContractMember(terms.panel[seat]).setMood(Mood.Honest, escrow);
            batch[seat] = _signed(key, seat, _measurement(_hash(seed, seat % 2)), Fault.None, 0);
        }
        _submit(key, batch, new Fault[](n));
    }

    /// @dev A claim that can be observed; where there is none, checks that another is refused and returns 0.
    function _observable(uint256 seed) private returns (bytes32 key) {
        key = _inPhase(Phase.Observing, seed);
        if (key == 0 && seed % 4 != 0) {
            address solver = _pick(solvers, seed);
            if (_fileOne(solver, seed, _commitment(solver))) key = all[all.length - 1];
        }
        if (key != 0 || all.length == 0) return key;
        bytes memory data = abi.encodeCall(IEscrow.observe, (all[seed % all.length], new Observation[](0)));
        _as(stranger, data, Docket.WrongPhase.selector);
    }

    /// @dev Anything from 0 to beyond the last measurement, with ties and edges; now and then the greatest there is.
    function _measurement(uint256 seed) private view returns (uint64) {
        if (seed % 64 == 0) return type(uint64).max;
        if (seed % 8 == 1) return 0;
        uint256 range = terms.minStep > _last() ? terms.minStep * 2 : _last();
        uint256 m = (seed >> 8) % (range + range / 4);
        if (terms.rule == Rule.Contest || seed % 8 == 2) return uint64(m);
        // Small steps mostly, so that an escrow lives through many claims.
        return uint64(terms.rule == Rule.Units ? m / 8 : (m * (seed % 8)) / 8);
    }

    function _signed(
        bytes32 key,
        uint256 seat,
        uint64 m,
        Fault fault,
        uint256 dice
    ) private view returns (Observation memory o) {
        bytes32 report = keccak256(abi.encode(seat, m));
        bytes32 claim = fault == Fault.OtherClaim ? all[dice % all.length] : key;
        if (fault == Fault.OtherClaim && claim == key) claim = bytes32(dice);
        uint256 other = (seat + 1) % PANEL;
        address member = fault == Fault.OtherMember ? address(uint160(terms.panel[seat]) ^ 1) : terms.panel[seat];
        uint64 signed = fault == Fault.OtherMeasurement ? m ^ 1 : m;
        bytes32 typeHash = keccak256("Observation(bytes32 claim,address member,uint64 measurement,bytes32 report)");
        bytes32 digest = _digest(
            keccak256(abi.encode(typeHash, claim, member, signed, report)),
            fault == Fault.OtherEscrow ? elsewhere : address(escrow),
            fault == Fault.OtherChain ? block.chainid + 1 : block.chainid
        );
        uint256 key_ = keys[fault == Fault.OtherSigner ? other : seat];
        if (fault == Fault.OtherSigner && PANEL == 1) key_ = 1;
        (uint8 v, bytes32 r, bytes32 s) = _sign(key_, digest);
        if (fault == Fault.Malleable) (v, s) = (v == 27 ? 28 : 27, bytes32(ORDER - uint256(s)));
        o.signature = fault == Fault.CutShort ? abi.encodePacked(r, s) : abi.encodePacked(r, s, v);
        o.seat = fault == Fault.NoSeat ? PANEL + (dice % 3) * 256 : seat;
        o.measurement = m;
        o.report = fault == Fault.OtherReport ? bytes32(uint256(report) ^ 1) : report;
    }

    function _submit(bytes32 key, Observation[] memory batch, Fault[] memory faults) private {
        uint256 expected = 0;
        for (uint256 i = 0; i < batch.length; ++i) {
            uint256 seat = batch[i].seat;
            if (faults[i] != Fault.None || _hasObserved(key, seat) || !_answers(seat)) continue;
            _record(key, seat, batch[i].measurement);
            ++expected;
        }
        _same("recorded", _as(stranger, abi.encodeCall(IEscrow.observe, (key, batch)), 0), expected);
        if (expected == 0) return;
        _notePassing(key);
        _done();
    }

    /// @dev Whether the member at `seat` confirms its own signatures.
    function _answers(uint256 seat) private view returns (bool) {
        if (!isContract[seat]) return true;
        Mood mood = ContractMember(terms.panel[seat]).mood();
        return mood == Mood.Honest || mood == Mood.Reentering;
    }
}
