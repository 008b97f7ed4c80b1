// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clocks, Docket} from "contracts/parts/Docket.sol";
import {Called} from "./Called.sol";

/// @dev Q1 and Q2 by places, for any place: what is settled there is what was filed there, once, and in the order of places.
contract Order is Docket, Called {
    uint256 private _place;
    bytes32 private _filedThere;

    constructor(uint256 place) {
        _place = place;
        require(_called());
        assert(_invariant());
    }

    modifier keeps() {
        require(_called() && _invariant());
        _;
        assert(_invariant());
    }

    function file(bytes32 key, bytes32 target, address payee) external keeps {
        // More filings than these take more gas than any chain will ever have.
        require(_filed < type(uint48).max && _breaks[target].filed < type(uint64).max);
        uint256 before = _filed;
        uint256 index = _file(key, target, payee);
        if (target != 0) return;
        assert(index == before && _filed == before + 1);
        if (index == _place) _filedThere = key;
    }

    function settle(Clocks memory clocks) external keeps {
        require(_bounded(clocks));
        uint256 before = _settled;
        bytes32 key = _nextOfDocket(clocks);
        if (key == 0) return;
        assert(_settled == before + 1);
        if (before == _place) assert(key == _filedThere);
    }

    function _invariant() private view returns (bool) {
        return _settled <= _filed && (_place >= _filed || _queue[0][_place] == _filedThere);
    }
}
