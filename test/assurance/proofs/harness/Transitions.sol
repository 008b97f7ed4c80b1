// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Phase} from "contracts/parts/Docket.sol";
import {Actions} from "./Actions.sol";

/// @dev No call changes the phase of any claim but in the legal ways, and only what happened is recorded: see {Phases}.
contract Transitions is Actions {
    bytes32 private _key;
    uint256 private _now;

    constructor(bytes32 key) {
        _key = key;
        require(_called());
        assert(_invariant());
    }

    modifier step(bool ruling) override {
        require(_sound() && _now <= block.timestamp && _invariant());
        Phase before = _phaseOf(_key, _clocks);
        _;
        _now = block.timestamp;
        assert(_invariant());
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

    /// @dev What is recorded happened, a challenge after observing; of a claim that is not filed nothing is recorded.
    function _invariant() private view returns (bool) {
        uint256 filedAt = _claims[_key].filedAt;
        uint256 observedAt = _claims[_key].observedAt;
        uint256 challengedAt = _claims[_key].challengedAt;
        bool past = _now < 2 ** 40 && filedAt <= _now && observedAt <= _now && challengedAt <= _now;
        bool order = challengedAt == 0 || observedAt > 0 || challengedAt > filedAt + _clocks.verifyWithin;
        bool unused = observedAt == 0 && challengedAt == 0 && !_claims[_key].settled && _claims[_key].tally[1] == 0;
        return past && order && (filedAt > 0 || unused) && (challengedAt > 0 || !_claims[_key].ruled);
    }
}
