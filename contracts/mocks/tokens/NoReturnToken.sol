// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Balances and allowances without return values on transfers, like USDT
contract NoReturnToken {
    // The name is the ERC-20's.
    // solhint-disable-next-line const-name-snakecase
    uint8 public constant decimals = 6;
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    function mint(address to, uint256 amount) external virtual {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external virtual {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) internal virtual {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}
