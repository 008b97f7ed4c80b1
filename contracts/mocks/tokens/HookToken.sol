// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {HookActor} from "./HookActor.sol";

/// @title A token with the hooks of ERC-777: what sender and receiver registered is called before and after a transfer
contract HookToken is ERC20 {
    mapping(address account => HookActor hook) public hookOf;

    constructor() ERC20("Hooks", "HOOK") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Registers the caller's hook, as ERC-1820 lets an account name its implementer.
    function register(HookActor hook) external {
        hookOf[msg.sender] = hook;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (address(hookOf[from]) != address(0)) hookOf[from].tokensToSend(from, to, amount);
        super._update(from, to, amount);
        if (address(hookOf[to]) != address(0)) hookOf[to].tokensReceived(from, to, amount);
    }
}
