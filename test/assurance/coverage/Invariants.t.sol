// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Coverage counts the stateful invariants and the fuzz tests too: importing them makes forge run them here.
import {CurveTest} from "../../invariants/Curve.t.sol";
import {
    ContestFull,
    ContestVault,
    RecordFull,
    RecordWrapped,
    UnitsBare,
    UnitsCallback,
    UnitsFull
} from "../../invariants/Escrow.t.sol";
