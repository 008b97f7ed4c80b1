// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Attack} from "./Attack.sol";

/// @title A vault that strikes when money comes, takes only a part of it, gives what it likes and turns to another token
contract HostileVault is ERC4626, Attack {
    uint256 private _takesPercent = 100;
    uint256 private _givesPercent = 100;
    address private _turnedTo;
    uint256 private _price;

    constructor(IERC20 asset_) ERC20("Hostile vault", "HOSV") ERC4626(asset_) {}

    function behave(uint256 takesPercent, uint256 givesPercent) external {
        (_takesPercent, _givesPercent) = (takesPercent, givesPercent);
    }

    /// From now on the vault says that its underlying token is `other`, and that any number of shares costs `price` of it.
    function turn(address other, uint256 price) external {
        (_turnedTo, _price) = (other, price);
    }

    function deposit(uint256 assets, address receiver) public override returns (uint256 shares) {
        _strike();
        shares = (previewDeposit(assets) * _givesPercent) / 100;
        _deposit(msg.sender, receiver, (assets * _takesPercent) / 100, shares);
    }

    function asset() public view override returns (address) {
        return _turnedTo == address(0) ? super.asset() : _turnedTo;
    }

    function previewMint(uint256 shares) public view override returns (uint256) {
        return _turnedTo == address(0) ? super.previewMint(shares) : _price;
    }
}
