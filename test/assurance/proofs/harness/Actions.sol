// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clocks, Docket, Phase} from "contracts/parts/Docket.sol";
import {Called} from "./Called.sol";

/// @dev All that the Escrow does with claims, as it does it: what it checks of signatures and money first only takes calls away. Time
/// never goes back, and ends before 2^40 seconds. Quorums are 1 to 3, which bounds the loop of {Docket._tally}.
abstract contract Actions is Docket, Called {
    Clocks internal _clocks;
    uint256 internal _quorum;

    modifier step(bool ruling) virtual;

    function _sound() internal view returns (bool) {
        return
            _called() &&
            block.timestamp > 0 &&
            block.timestamp < 2 ** 40 &&
            _quorum > 0 &&
            _quorum <= 3 &&
            _bounded(_clocks);
    }

    function file(bytes32 key, bytes32 target, address payee) external step(false) {
        _file(key, target, payee);
        _filedNow(key);
    }

    function observe(bytes32 key, uint64 measurement, uint256 seats) external step(false) {
        _requirePhase(key, _clocks, Phase.Observing);
        _tally(key, measurement, _quorum);
        _observedNow(key, measurement);
        _recordSeats(key, seats, 3);
    }

    function challenge(bytes32 key) external step(false) {
        _requirePhase(key, _clocks, Phase.Challenging);
        _challenge(key);
    }

    function rule(bytes32 key, uint64 measurement) external step(true) {
        _requirePhase(key, _clocks, Phase.Arbitrating);
        _rule(key, measurement);
    }

    function settle() external step(false) {
        _settledNow(_nextOfDocket(_clocks));
    }

    function settleBreak(bytes32 target) external step(false) {
        _settledNow(_nextBreak(target, _clocks));
    }

    function _filedNow(bytes32) internal virtual {}

    function _observedNow(bytes32, uint64) internal virtual {}

    function _settledNow(bytes32) internal virtual {}
}
