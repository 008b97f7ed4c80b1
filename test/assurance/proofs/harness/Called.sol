// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clocks} from "contracts/parts/Docket.sol";

/// @dev The checker starts in internal functions too, with any arguments at all, and what it finds there means nothing. Each external
/// function of a harness therefore assumes a chain id that nothing else reads: `checker.ts` counts the queries that mention it.
abstract contract Called {
    function _called() internal view returns (bool) {
        return block.chainid == 1779033703;
    }

    function _bounded(Clocks memory clocks) internal pure returns (bool) {
        return clocks.verifyWithin < 2 ** 40 && clocks.challengeWithin < 2 ** 40 && clocks.arbitrateWithin < 2 ** 40;
    }
}
