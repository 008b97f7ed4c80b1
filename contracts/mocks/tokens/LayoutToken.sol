// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title An ERC-20 that keeps balances where other tokens than OpenZeppelin's old ones do
contract LayoutToken {
    enum Layout {
        /// keccak256(slot . holder), as Vyper has it.
        Vyper,
        /// The namespace of OpenZeppelin's upgradeable ERC-20 (ERC-7201).
        Namespaced,
        /// USDC's: slot 9, the highest bit says that the holder is blocked.
        Packed,
        /// keccak256(holder . seed) with Solady's seed.
        Solady,
        /// A mapping in a slot that nobody would guess.
        Hidden
    }

    uint8 public constant decimals = 6;
    uint256 private constant HIGHEST_BIT = 1 << 255;

    Layout private immutable LAYOUT;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(Layout layout_) {
        LAYOUT = layout_;
    }

    function mint(address to, uint256 amount) external {
        _set(to, balanceOf(to) + amount);
        emit Transfer(address(0), to, amount);
    }

    /// @notice Takes from a holder without a word: no event.
    function seize(address from, uint256 amount) external {
        _set(from, balanceOf(from) - amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        _move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
        return true;
    }

    function balanceOf(address holder) public view returns (uint256 amount) {
        bytes32 cell = _cell(holder);
        assembly ("memory-safe") {
            amount := sload(cell)
        }
        if (LAYOUT == Layout.Packed) amount &= ~HIGHEST_BIT;
    }

    function _move(address from, address to, uint256 amount) private {
        _set(from, balanceOf(from) - amount);
        _set(to, balanceOf(to) + amount);
        emit Transfer(from, to, amount);
    }

    /// @dev With the packed layout everybody with an odd address is marked.
    function _set(address holder, uint256 amount) private {
        if (LAYOUT == Layout.Packed && uint160(holder) % 2 == 1) amount |= HIGHEST_BIT;
        bytes32 cell = _cell(holder);
        assembly ("memory-safe") {
            sstore(cell, amount)
        }
    }

    function _cell(address holder) private view returns (bytes32) {
        if (LAYOUT == Layout.Vyper) return keccak256(abi.encode(uint256(3), holder));
        if (LAYOUT == Layout.Packed) return keccak256(abi.encode(holder, uint256(9)));
        if (LAYOUT == Layout.Hidden) return keccak256(abi.encode(holder, keccak256("a slot that nobody would guess")));
        if (LAYOUT == Layout.Solady) return keccak256(abi.encodePacked(holder, uint64(0), uint32(0x87a211a2)));
        bytes32 namespace = 0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00;
        return keccak256(abi.encode(holder, namespace));
    }
}
