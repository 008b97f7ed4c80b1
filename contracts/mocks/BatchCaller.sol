// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice One call of a batch.
struct BatchedCall {
    address target;
    bytes data;
}

/// @title An account that makes many calls in one transaction, for whoever asks; and many balances in one view
contract BatchCaller {
    /// @notice Makes the calls in their order; one that fails leaves no trace and stops none of the others.
    /// @return succeeded how many did.
    function run(BatchedCall[] calldata calls) external returns (uint256 succeeded) {
        for (uint256 i = 0; i < calls.length; ++i) {
            // What a call returns is of no interest here, a failure neither.
            // solhint-disable-next-line avoid-low-level-calls
            (bool success, ) = calls[i].target.call(calls[i].data);
            if (success) ++succeeded;
        }
    }

    /// @notice The balances of the first token for all accounts, then of the second, and so on.
    function balances(
        address[] calldata tokens,
        address[] calldata accounts
    ) external view returns (uint256[] memory amounts) {
        amounts = new uint256[](tokens.length * accounts.length);
        for (uint256 i = 0; i < amounts.length; ++i) {
            amounts[i] = IERC20(tokens[i / accounts.length]).balanceOf(accounts[i % accounts.length]);
        }
    }
}
