// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clocks, Docket, Phase} from "contracts/parts/Docket.sol";
import {Called} from "./Called.sol";

/// @dev The phases of any claim, whatever is recorded of it: they are what protocol.md says at every second, and of a claim of which
/// only is recorded what happened, after observing has ended if it is a challenge, time alone never takes a phase back.
contract Phases is Docket, Called {
    function table(bytes32 key, Clocks memory clocks) external view {
        require(_called() && _bounded(clocks));
        assert(_phaseOf(_claims[key], clocks) == _phaseAt(key, clocks, block.timestamp));
    }

    function wait(bytes32 key, Clocks memory clocks, uint256 from, uint256 to) external view {
        require(_called() && _bounded(clocks) && from <= to && to < 2 ** 40);
        uint256 challengedAt = _claims[key].challengedAt;
        bool complete = _claims[key].observedAt > 0;
        require(challengedAt <= from && (challengedAt == 0 || complete || challengedAt > _observingEnd(key, clocks)));
        (Phase before, Phase later) = (_phaseAt(key, clocks, from), _phaseAt(key, clocks, to));
        assert(before <= later);
        if (before == Phase.None || before >= Phase.Decided) assert(before == later);
        if (before < Phase.Arbitrating) assert(later != Phase.Arbitrating);
    }

    function _observingEnd(bytes32 key, Clocks memory clocks) private view returns (uint256) {
        uint256 observedAt = _claims[key].observedAt;
        return observedAt > 0 ? observedAt : _claims[key].filedAt + clocks.verifyWithin;
    }

    /// @dev The table of protocol.md, section 3, told from the end: a deadline's last second belongs to the phase it ends.
    function _phaseAt(bytes32 key, Clocks memory clocks, uint256 time) private view returns (Phase) {
        if (_claims[key].filedAt == 0) return Phase.None;
        if (_claims[key].settled) return Phase.Settled;
        uint256 end = _observingEnd(key, clocks);
        if (_claims[key].observedAt == 0 && time <= end) return Phase.Observing;
        uint256 challengedAt = _claims[key].challengedAt;
        bool challengeable = clocks.arbitrated && _claims[key].tally[1] > 0;
        if (challengeable && challengedAt == 0 && time <= end + clocks.challengeWithin) return Phase.Challenging;
        bool open = challengeable && challengedAt > 0 && !_claims[key].ruled;
        return open && time <= challengedAt + clocks.arbitrateWithin ? Phase.Arbitrating : Phase.Decided;
    }
}
