// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A token whose balances are parts of a pool that grows and shrinks, rounded down in transfers like stETH's
contract RebasingToken {
    // The name is the ERC-20's.
    // solhint-disable-next-line const-name-snakecase
    uint8 public constant decimals = 18;
    /// What a part is worth, in percent of a unit.
    uint256 public percent = 100;
    mapping(address account => uint256 parts) private _parts;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    error InsufficientParts(uint256 has, uint256 needs);

    function mint(address to, uint256 amount) external {
        _parts[to] += _toParts(amount);
    }

    function rebase(uint256 percent_) external {
        percent = percent_;
    }

    function balanceOf(address account) external view returns (uint256) {
        return (_parts[account] * percent) / 100;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        return _move(from, to, amount);
    }

    /// @dev At 0 percent an amount is more parts than anybody has.
    function _toParts(uint256 amount) private view returns (uint256) {
        return percent == 0 ? type(uint256).max : (amount * 100) / percent;
    }

    function _move(address from, address to, uint256 amount) private returns (bool) {
        uint256 parts = _toParts(amount);
        if (_parts[from] < parts) revert InsufficientParts(_parts[from], parts);
        _parts[from] -= parts;
        _parts[to] += parts;
        return true;
    }
}
