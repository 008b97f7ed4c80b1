// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";

/// @title A token behind a proxy whose logic anybody may change
contract UpgradingToken is Proxy {
    constructor(address logic) {
        ERC1967Utils.upgradeToAndCall(logic, "");
    }

    receive() external payable {
        _fallback();
    }

    function upgradeTo(address logic) external {
        ERC1967Utils.upgradeToAndCall(logic, "");
    }

    function _implementation() internal view override returns (address) {
        return ERC1967Utils.getImplementation();
    }
}
