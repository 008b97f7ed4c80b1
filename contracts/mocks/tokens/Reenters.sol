// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What calls back: tries every call it was armed with and notes the answers
abstract contract Reenters {
    address private _victim;
    bytes[] public calls;
    bytes[] public answers;
    uint256 public succeeded;

    /// @notice From now on `calls_` are tried on `victim` at each occasion. No calls disarm.
    function arm(address victim, bytes[] calldata calls_) external {
        _victim = victim;
        calls = calls_;
        delete answers;
        succeeded = 0;
    }

    function answersCount() external view returns (uint256) {
        return answers.length;
    }

    function _reenter() internal {
        for (uint256 i = 0; i < calls.length; ++i) {
            // A call that fails is an answer to note, whatever its selector.
            // solhint-disable-next-line avoid-low-level-calls
            (bool success, bytes memory answer) = _victim.call(calls[i]);
            if (success) ++succeeded;
            answers.push(answer);
        }
    }
}
