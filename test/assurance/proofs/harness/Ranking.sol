// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Pool} from "contracts/parts/Pool.sol";
import {Called} from "./Called.sol";

/// @dev A contest of up to 3 prizes: at most as many claims are ranked as there are prizes, best first, ties to the earlier.
contract Ranking is Pool, Called {
    uint64 private _prizes;

    constructor(uint64 prizes) {
        _prizes = prizes;
        require(_called());
        assert(_invariant(0));
    }

    /// The claim at `index` is settled after all that are ranked.
    function rank(uint64 score, uint48 index) external {
        require(_called() && _prizes > 0 && _prizes <= 3 && _invariant(index));
        uint256 before = _ranks.length;
        _rank(score, index, _prizes);
        assert(_ranks.length == (before < _prizes ? before + 1 : before));
        assert(_invariant(uint256(index) + 1));
    }

    function _invariant(uint256 next) private view returns (bool) {
        return
            _ranks.length <= _prizes &&
            (_ranks.length < 1 || _ranks[0].index < next) &&
            (_ranks.length < 2 || (_ranks[1].index < next && _better(0, 1))) &&
            (_ranks.length < 3 || (_ranks[2].index < next && _better(1, 2)));
    }

    function _better(uint256 i, uint256 j) private view returns (bool) {
        return
            _ranks[i].score > _ranks[j].score ||
            (_ranks[i].score == _ranks[j].score && _ranks[i].index < _ranks[j].index);
    }
}
