// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Faults that the tools must report: shows that they look
contract Planted {
    address public owner;
    mapping(address account => uint256) public owed;
    IERC20 public immutable TOKEN;

    constructor(IERC20 token) {
        TOKEN = token;
    }

    function claimOwnership() external {
        require(tx.origin == owner);
        owner = msg.sender;
    }

    function take(address from, uint256 amount) external {
        TOKEN.transferFrom(from, address(this), amount);
    }

    function collect() external {
        uint256 amount = owed[msg.sender];
        (bool success, ) = msg.sender.call{value: amount}("");
        require(success);
        owed[msg.sender] = 0;
    }

    function close() external {
        selfdestruct(payable(msg.sender));
    }

    function halve(uint256 amount) external pure returns (uint128) {
        return uint128((amount / 10) * 5);
    }
}
