// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev The checker starts in internal functions too, with any arguments at all, and what it finds there means nothing. Each external
/// function of a harness therefore assumes a chain id that nothing else reads: `checker.ts` counts the queries that mention it.
abstract contract Called {
    function _called() internal view returns (bool) {
        return block.chainid == 1779033703;
    }
}
