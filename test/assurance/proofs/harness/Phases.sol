// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Phase} from "contracts/parts/Docket.sol";
import {Actions} from "./Actions.sol";

/// @dev The phases of any claim: they are what protocol.md says at every second, time alone never takes one back, and no call makes
/// any other change than the legal ones.
contract Phases is Actions {
    bytes32 private _key;

    constructor(bytes32 key) {
        _key = key;
    }

    modifier step(bool ruling) override {
        require(_sound());
        Phase before = _phaseOf(_key, _clocks);
        assert(before == _phaseAt(block.timestamp));
        _;
        Phase now_ = _phaseOf(_key, _clocks);
        assert(
            now_ == before ||
                (before == Phase.None && now_ == Phase.Observing) ||
                (before == Phase.Observing && (now_ == Phase.Challenging || now_ == Phase.Decided)) ||
                (before == Phase.Challenging && now_ == Phase.Arbitrating) ||
                (before == Phase.Arbitrating && now_ == Phase.Decided && ruling) ||
                (before == Phase.Decided && now_ == Phase.Settled)
        );
    }

    function wait(uint256 from, uint256 to) external view {
        require(_sound() && from <= to && to < 2 ** 40);
        assert(_phaseAt(from) <= _phaseAt(to));
        if (_phaseAt(from) == Phase.None || _phaseAt(from) >= Phase.Decided) assert(_phaseAt(from) == _phaseAt(to));
        if (_phaseAt(from) < Phase.Arbitrating) assert(_phaseAt(to) != Phase.Arbitrating);
    }

    /// @dev The table of protocol.md, section 3, told from the end: a deadline's last second belongs to the phase it ends.
    function _phaseAt(uint256 time) private view returns (Phase) {
        if (_claims[_key].filedAt == 0) return Phase.None;
        if (_claims[_key].settled) return Phase.Settled;
        bool complete = _claims[_key].observedAt > 0;
        uint256 end = complete ? _claims[_key].observedAt : _claims[_key].filedAt + _clocks.verifyWithin;
        if (!complete && time <= end) return Phase.Observing;
        bool challengeable = _clocks.arbitrated && _claims[_key].tally[1] > 0;
        if (challengeable && _claims[_key].challengedAt == 0 && time <= end + _clocks.challengeWithin) {
            return Phase.Challenging;
        }
        bool challenged = challengeable && _claims[_key].challengedAt > 0 && !_claims[_key].ruled;
        if (challenged && time <= _claims[_key].challengedAt + _clocks.arbitrateWithin) return Phase.Arbitrating;
        return Phase.Decided;
    }
}
