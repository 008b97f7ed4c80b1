// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";

/// Thrown when an account on a token's list sends or is sent to.
error Blocked(address account);

/// @title A token whose transfers return nothing, with a list of blocked accounts
contract NoReturnToken {
    uint8 public immutable decimals;
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    mapping(address account => bool) public blocked;

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function setBlocked(address account, bool value) external {
        blocked[account] = value;
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
        if (blocked[from]) revert Blocked(from);
        if (blocked[to]) revert Blocked(to);
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @title A wrapper of native money, as WETH9 is
contract WrappedNative {
    uint8 public constant decimals = 18;
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    receive() external payable {
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
        require(balanceOf[from] >= amount);
        if (from != msg.sender && allowance[from][msg.sender] != type(uint256).max) {
            require(allowance[from][msg.sender] >= amount);
            allowance[from][msg.sender] -= amount;
        }
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

/// @title A savings vault whose shares are pledged; its yield changes what a share is worth, never how many there are
contract SavingsVault is ERC4626 {
    constructor(TestToken underlying) ERC20("Savings", "SAVE") ERC4626(underlying) {}

    /// @notice Gives `to` that many shares for as many units of the underlying token as they cost.
    function give(address to, uint256 shares) external {
        uint256 assets = previewMint(shares);
        TestToken(asset()).mint(address(this), assets);
        _mint(to, shares);
    }

    function yield(uint256 assets) external {
        TestToken(asset()).mint(address(this), assets);
    }
}

/// @title A token that calls back into an escrow during every transfer, before and after balances change
/// @dev Also keeps a list of blocked accounts.
contract CallbackToken is TestToken {
    address public escrow;
    bytes[] public calls;
    /// Whether a call back into the escrow ever succeeded.
    bool public entered;
    mapping(address account => bool) public blocked;
    bool private _calling;

    constructor(uint8 decimals_) TestToken("Callback", "BACK", decimals_) {}

    /// @notice From now on each transfer makes `calls_` into `escrow_`.
    function arm(address escrow_, bytes[] calldata calls_) external {
        escrow = escrow_;
        calls = calls_;
    }

    function setBlocked(address account, bool value) external {
        blocked[account] = value;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (blocked[from]) revert Blocked(from);
        if (blocked[to]) revert Blocked(to);
        _callBack();
        super._update(from, to, amount);
        _callBack();
    }

    function _callBack() private {
        if (_calling || msg.sender != escrow) return;
        _calling = true;
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool success, ) = escrow.call(calls[i]);
            if (success) entered = true;
        }
        _calling = false;
    }
}

/// @dev What the handlers ask of a token that can block accounts.
interface IBlocking is IERC20 {
    function setBlocked(address account, bool value) external;
    function blocked(address account) external view returns (bool);
}
