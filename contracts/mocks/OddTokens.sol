// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";

// Tokens for tests: honest ones of odd make, then hostile ones. Anybody may mint.

/// @title Balances and allowances without return values on transfers, like USDT
contract NoReturnToken {
    uint8 public constant decimals = 6;
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @title Wrapped ether like WETH9: reverts without a reason, keeps an infinite allowance
contract WrappedEther {
    uint8 public constant decimals = 18;
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    receive() external payable {
        deposit();
    }

    /// Also takes calls to functions that it does not have, as WETH9.
    fallback() external payable {
        deposit();
    }

    function deposit() public payable {
        balanceOf[msg.sender] += msg.value;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return transferFrom(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public returns (bool) {
        // No reason, as WETH9.
        // solhint-disable-next-line reason-string, gas-custom-errors
        require(balanceOf[from] >= amount);
        if (from != msg.sender && allowance[from][msg.sender] != type(uint256).max) {
            allowance[from][msg.sender] -= amount;
        }
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

/// @title A savings vault whose shares are pledged
contract SavingsVault is ERC4626 {
    constructor(IERC20 asset_) ERC20("Savings", "SAV") ERC4626(asset_) {}
}

/// @title An ERC-20 without name, symbol and decimals
contract BareToken {
    mapping(address account => uint256 amount) public balanceOf;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    /// @dev Everybody may move everything: approvals are not what is tested with it.
    function approve(address, uint256) external pure returns (bool) {
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return transferFrom(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public returns (bool) {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

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
            (bool success, bytes memory answer) = _victim.call(calls[i]);
            if (success) ++succeeded;
            answers.push(answer);
        }
    }
}
