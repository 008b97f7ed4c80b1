// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A dollar like USDC (Circle's FiatToken v2): minters with allowances, a blocklist, a pause, errors as strings
/// @notice Whoever deploys it is master minter, blacklister and pauser. As in the original, the blocklist is asked for the caller, the
/// sender and the receiver of each transfer, and for owner and spender of each approval; nothing moves while paused.
contract FiatToken {
    // The name is the ERC-20's.
    // solhint-disable-next-line const-name-snakecase
    uint8 public constant decimals = 6;
    address private immutable ISSUER = msg.sender;
    bool public paused;
    uint256 public totalSupply;
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;
    mapping(address account => bool yes) public isBlacklisted;
    mapping(address minter => uint256 amount) public minterAllowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    modifier onlyIssuer() {
        require(msg.sender == ISSUER, "Ownable: caller is not the owner");
        _;
    }

    modifier whenNotPaused() {
        require(!paused, "Pausable: paused");
        _;
    }

    modifier notBlacklisted(address account) {
        require(!isBlacklisted[account], "Blacklistable: account is blacklisted");
        _;
    }

    function pause() external onlyIssuer {
        paused = true;
    }

    function unpause() external onlyIssuer {
        paused = false;
    }

    function blacklist(address account) external onlyIssuer {
        isBlacklisted[account] = true;
    }

    function unBlacklist(address account) external onlyIssuer {
        isBlacklisted[account] = false;
    }

    function configureMinter(address minter, uint256 amount) external whenNotPaused onlyIssuer returns (bool) {
        minterAllowance[minter] = amount;
        return true;
    }

    function mint(
        address to,
        uint256 amount
    ) external whenNotPaused notBlacklisted(msg.sender) notBlacklisted(to) returns (bool) {
        require(to != address(0), "FiatToken: mint to the zero address");
        require(amount > 0, "FiatToken: mint amount not greater than 0");
        require(amount <= minterAllowance[msg.sender], "FiatToken: mint amount exceeds minterAllowance");
        minterAllowance[msg.sender] -= amount;
        totalSupply += amount;
        balanceOf[to] += amount;
        emit Transfer(address(0), to, amount);
        return true;
    }

    function approve(
        address spender,
        uint256 amount
    ) external whenNotPaused notBlacklisted(msg.sender) notBlacklisted(spender) returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(
        address to,
        uint256 amount
    ) external whenNotPaused notBlacklisted(msg.sender) notBlacklisted(to) returns (bool) {
        _move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(
        address from,
        address to,
        uint256 amount
    ) external whenNotPaused notBlacklisted(msg.sender) notBlacklisted(from) notBlacklisted(to) returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        require(amount <= allowed, "ERC20: transfer amount exceeds allowance");
        allowance[from][msg.sender] = allowed - amount;
        _move(from, to, amount);
        return true;
    }

    function _move(address from, address to, uint256 amount) private {
        require(from != address(0), "ERC20: transfer from the zero address");
        require(to != address(0), "ERC20: transfer to the zero address");
        require(amount <= balanceOf[from], "ERC20: transfer amount exceeds balance");
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
    }
}
