// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that turns hostile: takes a fee, answers false, reverts, or blocks an account
contract HostileToken is ERC20 {
    enum Mode {
        Honest,
        TakesFee,
        AnswersFalse,
        Reverts
    }

    Mode public mode;
    mapping(address account => bool blocked) public blocked;

    error Refused();

    constructor() ERC20("Hostile", "HOST") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    function block_(address account) external {
        blocked[account] = true;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return mode != Mode.AnswersFalse && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return mode != Mode.AnswersFalse && super.transferFrom(from, to, amount);
    }

    /// @dev The fee is one unit.
    function _update(address from, address to, uint256 amount) internal override {
        if (mode == Mode.Reverts || blocked[from] || blocked[to]) revert Refused();
        super._update(from, to, amount);
        if (mode == Mode.TakesFee && from != address(0) && to != address(0)) super._update(to, address(0), 1);
    }
}
