// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Harness} from "./Harness.sol";
import {VM} from "./Vm.sol";
import {Environment} from "./World.sol";

/// @notice The form in which forge asks which functions of a contract to call.
struct FuzzSelector {
    address addr;
    bytes4[] selectors;
}

/// @title The invariants of docs/protocol.md over one environment
/// @dev forge calls the handlers of the harness only, and `invariant_all` after every `check_interval` of them and at the end of a run.
abstract contract Invariants {
    /// What forge looks for to know that this is a test.
    bool public constant IS_TEST = true;

    Harness internal harness;

    function _environment() internal pure virtual returns (Environment memory);

    function setUp() public {
        bytes memory code = bytes.concat(VM.getCode("Harness.sol:Harness"), abi.encode(_environment()));
        address made;
        // Assembly: Solidity cannot create from code that it did not compile in.
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
        require(made != address(0), "harness");
        harness = Harness(made);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(harness);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(harness), harness.selectors());
    }

    function afterInvariant() public {
        harness.log(_name());
        harness.drain();
    }

    function _name() internal pure virtual returns (string memory);

    function invariant_all() public {
        harness.check();
    }
}
