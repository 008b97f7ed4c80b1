// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A token with the habits of the oldest ones
/// @notice Returns nothing; refuses to change an allowance that is neither zero nor becomes zero; an allowance of 2^96 - 1 is for ever.
contract StrictToken {
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    error AllowanceNotZero();

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        if (amount > 0 && allowance[msg.sender][spender] > 0) revert AllowanceNotZero();
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        if (allowance[from][msg.sender] != type(uint96).max) allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}
