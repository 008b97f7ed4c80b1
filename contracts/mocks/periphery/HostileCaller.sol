// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Attack} from "./Attack.sol";

/// @title A contract that calls for its owner, and strikes or refuses when ETH comes back
contract HostileCaller is Attack {
    bool public refuses;

    error Refused();

    // The strike while ETH comes back is what this mock is for.
    // solhint-disable-next-line no-complex-fallback
    receive() external payable {
        if (refuses) revert Refused();
        _strike();
    }

    function refuse() external {
        refuses = true;
    }

    function run(address target, bytes calldata data) external payable {
        Address.functionCallWithValue(target, data, msg.value);
    }
}
