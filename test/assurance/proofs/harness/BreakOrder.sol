// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clocks, Docket} from "contracts/parts/Docket.sol";
import {Called} from "./Called.sol";

/// @dev Q1 and Q2 for the break claims against any target: what is settled at any place is what was filed there, once, in order.
contract BreakOrder is Docket, Called {
    bytes32 private _target;
    uint256 private _place;
    bytes32 private _filedThere;

    constructor(bytes32 target, uint256 place) {
        (_target, _place) = (target, place);
        require(_called());
        assert(_invariant());
    }

    modifier keeps() {
        require(_called() && _target != 0 && _settled <= _filed && _invariant());
        _;
        assert(_invariant());
    }

    function file(bytes32 key, bytes32 target, address payee) external keeps {
        // More filings than these take more gas than any chain will ever have.
        require(_filed < type(uint48).max && _breaks[target].filed < type(uint64).max);
        uint256 before = _breaks[_target].filed;
        uint256 index = _file(key, target, payee);
        assert(_breaks[_target].filed == (target == _target ? before + 1 : before));
        if (target == _target && index == _place) _filedThere = key;
    }

    function settle(Clocks memory clocks) external keeps {
        require(_bounded(clocks));
        _nextOfDocket(clocks);
    }

    function settleBreak(bytes32 target, Clocks memory clocks) external keeps {
        // The invariant of the queue that is settled, which may be another.
        require(_bounded(clocks) && _breaks[target].settled <= _breaks[target].filed);
        uint256 before = _breaks[_target].settled;
        bytes32 key = _nextBreak(target, clocks);
        bool moved = key != 0 && target == _target;
        if (moved && before == _place) assert(key == _filedThere);
        if (moved) assert(_breaks[_target].settled == before + 1);
    }

    function _invariant() private view returns (bool) {
        uint256 filed = _breaks[_target].filed;
        return _breaks[_target].settled <= filed && (_place >= filed || _queue[_target][_place] == _filedThere);
    }
}
