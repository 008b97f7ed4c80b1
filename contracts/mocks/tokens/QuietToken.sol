// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NoReturnToken} from "./NoReturnToken.sol";

/// @title Events, but no return values on transfers and approvals, like USDT
contract QuietToken is NoReturnToken {
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    function mint(address to, uint256 amount) external override {
        balanceOf[to] += amount;
        emit Transfer(address(0), to, amount);
    }

    function approve(address spender, uint256 amount) external override {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
    }

    function _move(address from, address to, uint256 amount) internal override {
        super._move(from, to, amount);
        emit Transfer(from, to, amount);
    }
}
