// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title A member that calls the escrow while the escrow asks it, and takes everything for signed if that call comes through
contract MemberReentrant is IERC1271 {
    bytes private _data;

    function arm(bytes calldata data) external {
        _data = data;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        // What is called back may be any function.
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, ) = msg.sender.staticcall(_data);
        return success ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
