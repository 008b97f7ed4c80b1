// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The fixed phases of a claim (docs/protocol.md, section 3). Time alone moves Observing to Challenging or Decided, Challenging to
/// Decided and Arbitrating to Decided; no phase ever goes back.
enum Phase {
    /// No such claim.
    None,
    /// Members may observe.
    Observing,
    /// The verdict may be challenged.
    Challenging,
    /// The arbiter may rule.
    Arbitrating,
    /// Waits for its turn to be settled.
    Decided,
    Settled
}

/// @notice The clocks of an escrow, in seconds. Without an arbiter there is neither challenge nor arbitration.
struct Clocks {
    bool arbitrated;
    uint256 verifyWithin;
    uint256 challengeWithin;
    uint256 arbitrateWithin;
}

/// @notice A claim of the docket, or a break claim against a paid one.
struct Claim {
    /// Whom all credits of the claim go to.                                           slot 0, bits 0 to 159
    address payee;
    /// When it was filed.                                                             slot 0, bits 160 to 199
    uint40 filedAt;
    /// When the last member observed; 0 while some have not.                          slot 0, bits 200 to 239
    uint40 observedAt;
    bool settled; //                                                                   slot 0, bits 240 to 247
    /// When it was challenged; 0 if never.                                            slot 1, bits 0 to 39
    uint40 challengedAt;
    bool ruled; //                                                                     slot 1, bits 40 to 47
    /// The arbiter's measurement, if `ruled`.                                         slot 1, bits 48 to 111
    uint64 ruling;
    /// Cell 0: a bit for each seat that has observed. Cells 1 to quorum: the highest observations, highest first.
    uint64[33] tally; //                                                               slots 2 to 10, four cells a slot
}

/// @notice The queue of break claims against one paid claim.
struct Breaks {
    uint64 filed;
    uint64 settled;
}

/// @title The docket: claims, their phases, and the order in which they are settled (docs/protocol.md, section 3)
/// @dev Imports nothing, so that the compiler's model checker can prove it as it is deployed. Knows neither money nor signatures.
abstract contract Docket {
    mapping(bytes32 key => Claim) internal _claims;
    /// Keys in filing order: of the docket under target 0, of break claims under the key of the claim they attack.
    mapping(bytes32 target => mapping(uint256 index => bytes32 key)) internal _queue;
    mapping(bytes32 target => Breaks) internal _breaks;
    // The rest shares one slot with `Pool._progress`.
    /// Claims of the docket ever filed.                                               bits 0 to 47
    uint48 internal _filed;
    /// Claims of the docket settled: the first `_settled` of `_filed`.                bits 48 to 95
    uint48 internal _settled;
    /// Whether some claim has ever had a passing verdict.                             bits 96 to 103
    bool internal _passed;
    /// When a last call ends claims; 0 = none was made.                               bits 104 to 143
    uint40 internal _lastCallEnd;

    /// Thrown when a claim is filed under a key that was used before.
    error KeyUsed(bytes32 key);
    /// Thrown when a claim is not in the phase that an action needs.
    error WrongPhase(bytes32 key, Phase actual, Phase needed);
    /// Thrown when a ruling is above the highest observation recorded.
    error RulingAboveHighest(uint64 measurement, uint64 highest);

    /// @dev Adds claim `key` to the docket (`target` 0) or to the break claims against `target`, and returns its place.
    function _file(bytes32 key, bytes32 target, address payee) internal returns (uint256 index) {
        Claim storage claim = _claims[key];
        if (claim.filedAt != 0) revert KeyUsed(key);
        claim.payee = payee;
        claim.filedAt = uint40(block.timestamp); // 2^40 seconds last 34,000 years
        // 2^48 filings of 80,000 gas are more gas than any chain will ever have.
        index = target == 0 ? _filed++ : _breaks[target].filed++;
        _queue[target][index] = key;
    }

    /// @dev Counts one more `measurement` of `claim`: cells 1 to `quorum` (1 to 32) keep the highest, sorted, so that cell k is the
    /// k-th highest, and 0 while fewer than k are recorded. Whose it is goes to {_recordSeats}.
    function _tally(Claim storage claim, uint64 measurement, uint256 quorum) internal {
        if (measurement <= claim.tally[quorum]) return;
        uint256 i = quorum;
        for (; i > 1; --i) {
            uint64 above = claim.tally[i - 1];
            if (above >= measurement) break;
            if (above > 0) claim.tally[i] = above; // cells below an empty one are empty
        }
        claim.tally[i] = measurement;
    }

    /// @dev Records that the members at `seats` (a bit each) have observed, and ends the observing phase of `claim` at once when
    /// that is all of the `members`.
    function _recordSeats(Claim storage claim, uint256 seats, uint256 members) internal {
        claim.tally[0] = uint64(seats); // seats are below 32
        if (seats == (1 << members) - 1) claim.observedAt = uint40(block.timestamp);
    }

    /// @dev Notes that `claim` is challenged now; it must be in phase Challenging.
    function _challenge(Claim storage claim) internal {
        claim.challengedAt = uint40(block.timestamp);
    }

    /// @dev Sets the arbiter's measurement; `claim` must be in phase Arbitrating.
    function _rule(Claim storage claim, uint64 measurement) internal {
        uint64 highest = claim.tally[1];
        if (measurement > highest) revert RulingAboveHighest(measurement, highest);
        (claim.ruled, claim.ruling) = (true, measurement);
    }

    /// @dev The next claim of the docket if its turn to be settled has come, else 0. Marks it settled. Never reverts.
    function _nextOfDocket(Clocks memory clocks) internal returns (bytes32 key) {
        if (_settled == _filed) return 0;
        key = _queue[0][_settled];
        if (!_markSettled(_claims[key], clocks)) return 0;
        ++_settled;
    }

    /// @dev The next break claim against `target` if its turn to be settled has come, else 0. Marks it settled. Never reverts.
    function _nextBreak(bytes32 target, Clocks memory clocks) internal returns (bytes32 key) {
        Breaks storage queue = _breaks[target];
        if (queue.settled == queue.filed) return 0;
        key = _queue[target][queue.settled];
        if (!_markSettled(_claims[key], clocks)) return 0;
        ++queue.settled;
    }

    function _markSettled(Claim storage claim, Clocks memory clocks) private returns (bool) {
        if (_phaseOf(claim, clocks) != Phase.Decided) return false;
        claim.settled = true;
        return true;
    }

    /// @dev The measurement that counts: the ruling, else the k-th highest observation recorded, 0 while fewer than k are.
    function _verdict(Claim storage claim, uint256 quorum) internal view returns (uint64) {
        return claim.ruled ? claim.ruling : claim.tally[quorum];
    }

    /// @dev Every deadline's last second belongs to the phase that ends with it.
    function _phaseOf(Claim storage claim, Clocks memory clocks) internal view returns (Phase) {
        uint256 filedAt = claim.filedAt;
        if (filedAt == 0) return Phase.None;
        if (claim.settled) return Phase.Settled;
        uint256 observingEnd = claim.observedAt;
        if (observingEnd == 0) {
            observingEnd = filedAt + clocks.verifyWithin;
            if (block.timestamp <= observingEnd) return Phase.Observing;
        }
        // With no observation above 0 there is nothing that an arbiter could decide.
        if (!clocks.arbitrated || claim.tally[1] == 0) return Phase.Decided;
        uint256 challengedAt = claim.challengedAt;
        if (challengedAt == 0) {
            return block.timestamp <= observingEnd + clocks.challengeWithin ? Phase.Challenging : Phase.Decided;
        }
        if (claim.ruled) return Phase.Decided;
        return block.timestamp <= challengedAt + clocks.arbitrateWithin ? Phase.Arbitrating : Phase.Decided;
    }

    /// @dev Reverts unless claim `key` is in phase `needed`.
    function _requirePhase(
        bytes32 key,
        Clocks memory clocks,
        Phase needed
    ) internal view returns (Claim storage claim) {
        claim = _claims[key];
        Phase actual = _phaseOf(claim, clocks);
        if (actual != needed) revert WrongPhase(key, actual, needed);
    }
}
