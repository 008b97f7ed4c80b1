// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Attack} from "./Attack.sol";

/// @title A token that strikes whenever it is moved or asked to wrap ETH
contract HostileToken is ERC20, Attack {
    constructor() ERC20("Hostile", "HOST") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function deposit() external payable {
        _strike();
        _mint(msg.sender, msg.value);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from != address(0)) _strike();
        super._update(from, to, amount);
    }
}
