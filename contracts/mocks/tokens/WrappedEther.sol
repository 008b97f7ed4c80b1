// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Wrapped ether like WETH9: reverts without a reason, keeps an infinite allowance
contract WrappedEther {
    // The name is the ERC-20's.
    // solhint-disable-next-line const-name-snakecase
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
