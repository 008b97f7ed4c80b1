// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token whose fallback takes any call and any ETH, and does nothing
contract PhantomToken is ERC20 {
    constructor() ERC20("Phantom", "PHT") {}

    receive() external payable {}

    fallback() external payable {}
}
