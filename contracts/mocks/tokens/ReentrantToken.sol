// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that calls back while it transfers: tries every call it was armed with and notes the answers
contract ReentrantToken is ERC20 {
    address private _victim;
    bytes[] public calls;
    bytes[] public answers;
    uint256 public succeeded;

    constructor() ERC20("Reentrant", "RE") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice From now on every transfer first tries `calls_` on `victim`. No calls disarm.
    function arm(address victim, bytes[] calldata calls_) external {
        _victim = victim;
        calls = calls_;
        delete answers;
        succeeded = 0;
    }

    function answersCount() external view returns (uint256) {
        return answers.length;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        _reenter();
        return super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        _reenter();
        return super.transferFrom(from, to, amount);
    }

    function _reenter() private {
        for (uint256 i = 0; i < calls.length; ++i) {
            // A call that fails is an answer to note, whatever its selector.
            // solhint-disable-next-line avoid-low-level-calls
            (bool success, bytes memory answer) = _victim.call(calls[i]);
            if (success) ++succeeded;
            answers.push(answer);
        }
    }
}
