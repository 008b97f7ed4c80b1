// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Escrow} from "../../../contracts/Escrow.sol";
import {Observation} from "../../../contracts/parts/Panel.sol";
import {ASSUMPTIONS, Stage} from "./Stage.sol";

/// @title V1 and V2 on a panel of three contract accounts, of which two must vouch
contract QuorumTest is Stage {
    bytes32 private _key;

    function setUp() external {
        _stage();
        _arbitrated();
        _open();
        _pledge(ALICE, 300);
        _key = _file(1);
    }

    /// @notice Three observations of any seats of the panel and of any measurements, two in one call and one in the next: the verdict
    /// is at least v exactly if two distinct members' first observations are; it never falls.
    function check_VerdictNeedsDistinctMembers(
        uint256[3] calldata any,
        uint64[3] calldata measured,
        uint64 v
    ) external {
        ASSUMPTIONS.assume(v > 0);
        uint256[3] memory seats = [_seat(any[0]), _seat(any[1]), _seat(any[2])];
        Observation[] memory two = new Observation[](2);
        two[0] = _observation(seats[0], measured[0], 0x01);
        two[1] = _observation(seats[1], measured[1], 0x01);
        escrow.observe(_key, two);
        uint64 before = escrow.claimOf(_key).verdict;
        _observe(_key, seats[2], measured[2]);

        uint256 vouching = _atLeast(measured[0], v);
        if (seats[1] != seats[0]) vouching += _atLeast(measured[1], v);
        if (seats[2] != seats[0] && seats[2] != seats[1]) vouching += _atLeast(measured[2], v);
        uint64 verdict = escrow.claimOf(_key).verdict;
        assert(_atLeast(verdict, v) == _atLeast(vouching, 2));
        assert(verdict >= before);
    }

    /// @notice An observation of any seat, 256 bits wide, and of any signature is counted exactly if a member of the panel that has
    /// not observed yet signed it; otherwise the claim is as it was.
    function check_OthersAreSkipped(uint256 any, uint64 measured, bytes1 signature, bool observed) external {
        if (observed) _observe(_key, 1, 7);
        bytes32 before = keccak256(abi.encode(escrow.claimOf(_key)));
        uint256 seat = any < 3 ? _seat(any) : any;
        Observation[] memory one = new Observation[](1);
        one[0] = _observation(seat, measured, signature);
        uint256 recorded = escrow.observe(_key, one);
        bool counts = any < 3 && signature != 0 && !(observed && any == 1);
        assert(recorded == (counts ? 1 : 0));
        assert(counts || keccak256(abi.encode(escrow.claimOf(_key))) == before);
    }

    /// @notice A ruling stands exactly if it is at most the highest observation, whatever three members measured.
    /// @custom:halmos --solver z3
    function check_RulingUpToTheHighest(uint64[3] calldata measured, uint64 ruling) external {
        for (uint256 seat = 0; seat < 3; ++seat) _observe(_key, seat, measured[seat]);
        escrow.challenge(_key, "");
        bool taken = _takes(ARBITER, abi.encodeCall(Escrow.rule, (_key, ruling, "")));
        uint256 reaching =
            _atLeast(measured[0], ruling) | _atLeast(measured[1], ruling) | _atLeast(measured[2], ruling);
        assert(taken == (reaching == 1));
        if (taken) assert(escrow.claimOf(_key).verdict == ruling);
    }

    /// @notice Nobody but the arbiter rules.
    function check_OnlyTheArbiterRules(address sender, uint64 ruling) external {
        for (uint256 seat = 0; seat < 3; ++seat) _observe(_key, seat, 9);
        escrow.challenge(_key, "");
        bool taken = _takes(sender, abi.encodeCall(Escrow.rule, (_key, ruling, "")));
        assert(taken == (sender == ARBITER && ruling <= 9));
    }

    /// @dev The same number, on a path of its own for each seat: halmos reads no memory at a symbolic place.
    function _seat(uint256 any) private pure returns (uint256) {
        ASSUMPTIONS.assume(any < 3);
        if (any == 0) return 0;
        if (any == 1) return 1;
        return 2;
    }
}

/// @title V1 on a panel of five, of which three must vouch
contract LargerQuorumTest is Stage {
    bytes32 private _key;

    function setUp() external {
        _stage();
        for (uint160 seat = 3; seat < 5; ++seat) terms.panel.push(address(0x3E000 + seat));
        terms.quorum = 3;
        _open();
        _pledge(ALICE, 300);
        _key = _file(1);
    }

    /// @notice The verdict is at least v exactly if three of five members measured at least v, in whatever order of size. Bound: all
    /// measured more than 0; with three members there is no such bound.
    /// @custom:halmos --solver z3
    function check_VerdictNeedsThreeOfFive(uint64[5] calldata measured, uint64 v) external {
        ASSUMPTIONS.assume(v > 0);
        Observation[] memory list = new Observation[](5);
        uint256 vouching = 0;
        for (uint256 seat = 0; seat < 5; ++seat) {
            ASSUMPTIONS.assume(measured[seat] > 0);
            list[seat] = _observation(seat, measured[seat], 0x01);
            vouching += _atLeast(measured[seat], v);
        }
        escrow.observe(_key, list);
        assert(_atLeast(escrow.claimOf(_key).verdict, v) == _atLeast(vouching, 3));
    }
}
