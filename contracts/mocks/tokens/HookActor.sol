// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Reenters} from "./Reenters.sol";

/// @title What an account registers for the hooks of a token: calls back, or refuses
contract HookActor is Reenters {
    bool public refuses;
    uint256 public sent;
    uint256 public received;

    error Refused();

    function refuse() external {
        refuses = true;
    }

    function tokensToSend(address, address, uint256) external {
        ++sent;
        _strike();
    }

    function tokensReceived(address, address, uint256) external {
        ++received;
        _strike();
    }

    function _strike() private {
        if (refuses) revert Refused();
        _reenter();
    }
}
