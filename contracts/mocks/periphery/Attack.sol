// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A call that a hostile actor makes at the worst moment, and what came of it
abstract contract Attack {
    address private _target;
    bytes private _data;
    /// Calls made.
    uint256 public attempts;
    /// Calls that succeeded.
    uint256 public successes;
    /// The selector of the error of the last call that failed.
    bytes4 public failure;

    function arm(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    /// @dev Disarmed while it strikes, so that the strike itself is what is tested and not a recursion.
    function _strike() internal {
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        ++attempts;
        // A strike that fails must not fail the call it strikes at, whatever its selector.
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory result) = target.call(_data);
        _target = target;
        if (success) ++successes;
        else failure = bytes4(result);
    }
}
