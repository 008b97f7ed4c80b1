// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rule} from "../../contracts/Terms.sol";
import {Invariants} from "./support/Invariants.sol";
import {Environment, Kind} from "./support/World.sol";

/// @title Units, 18 decimals, everything switched on
contract UnitsFull is Invariants {
    function _name() internal pure override returns (string memory) {
        return "UnitsFull";
    }

    function _environment() internal pure override returns (Environment memory) {
        return Environment(Kind.Plain, 18, Rule.Units, true, true, 3_333, 0, 5, 2, 3);
    }
}

/// @title Units, a token of 6 decimals that returns nothing and blocks accounts, one member, no arbiter, no fees
contract UnitsBare is Invariants {
    function _name() internal pure override returns (string memory) {
        return "UnitsBare";
    }

    function _environment() internal pure override returns (Environment memory) {
        return Environment(Kind.NoReturn, 6, Rule.Units, false, false, 0, 0, 1, 0, 1);
    }
}

/// @title Record, a token of 6 decimals that returns nothing and blocks accounts, arbiter and fees
contract RecordFull is Invariants {
    function _name() internal pure override returns (string memory) {
        return "RecordFull";
    }

    function _environment() internal pure override returns (Environment memory) {
        return Environment(Kind.NoReturn, 6, Rule.Record, true, true, 4_000, 0, 4, 1, 3);
    }
}

/// @title Record, wrapped native money, fees but no arbiter
contract RecordWrapped is Invariants {
    function _name() internal pure override returns (string memory) {
        return "RecordWrapped";
    }

    function _environment() internal pure override returns (Environment memory) {
        return Environment(Kind.Wrapped, 18, Rule.Record, false, true, 2_500, 0, 3, 1, 2);
    }
}

/// @title Contest with a last call, 2 decimals, everything switched on
contract ContestFull is Invariants {
    function _name() internal pure override returns (string memory) {
        return "ContestFull";
    }

    function _environment() internal pure override returns (Environment memory) {
        return Environment(Kind.Plain, 2, Rule.Contest, true, true, 1_111, 6 days, 3, 0, 2);
    }
}

/// @title Contest without a last call, shares of a savings vault, arbiter, no fees, no holdback
contract ContestVault is Invariants {
    function _name() internal pure override returns (string memory) {
        return "ContestVault";
    }

    function _environment() internal pure override returns (Environment memory) {
        return Environment(Kind.VaultShare, 18, Rule.Contest, true, false, 0, 0, 5, 3, 3);
    }
}

/// @title Units, a token that calls back and blocks accounts, everything is held back
contract UnitsCallback is Invariants {
    function _name() internal pure override returns (string memory) {
        return "UnitsCallback";
    }

    function _environment() internal pure override returns (Environment memory) {
        return Environment(Kind.Callback, 18, Rule.Units, true, true, 10_000, 0, 3, 1, 2);
    }
}
