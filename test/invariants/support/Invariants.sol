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
/// @dev forge runs a campaign for each invariant and calls the handlers of the harness only.
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

    function invariant_S1_balanceCoversAllClaims() public view {
        harness.S1();
    }

    function invariant_S2_conservation() public view {
        harness.S2();
    }

    function invariant_S3_paidIsCurveOfProgress() public view {
        harness.S3();
    }

    function invariant_S4_splittingNeverPaysMore() public view {
        harness.S4();
    }

    function invariant_T1_termsNeverChange() public view {
        harness.T1();
    }

    function invariant_T2_onlyOwnersMoveShares() public view {
        harness.T2();
    }

    function invariant_V1_verdictsAreVouchedFor() public view {
        harness.V1();
    }

    function invariant_V2_verdictsNeverFall() public view {
        harness.V2();
    }

    function invariant_Q1_settledInFilingOrder() public view {
        harness.Q1();
    }

    function invariant_Q2_settledOnce() public view {
        harness.Q2();
    }

    function invariant_Q3_settlingNeverReverts() public {
        harness.Q3();
    }

    function invariant_R1_noRefundBeforeClosing() public view {
        harness.R1();
    }

    function invariant_R2_dustBelowRedemptions() public view {
        harness.R2();
    }

    function invariant_L1_clocksEnd() public view {
        harness.L1();
    }

    function invariant_L2_nobodyIsBlocked() public {
        harness.L2();
    }

    function invariant_E1_vaultAnswers() public view {
        harness.E1();
    }
}
