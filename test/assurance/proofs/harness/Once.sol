// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Actions} from "./Actions.sol";

/// @dev Q2 by keys, for any key: it is filed once and settled once, in the docket or against a target, and never unless it was filed.
contract Once is Actions {
    bytes32 private _key;
    uint256 private _filings;
    uint256 private _settlements;

    constructor(bytes32 key) {
        _key = key;
        require(_called());
        assert(_invariant());
    }

    modifier step(bool) override {
        require(_sound() && _key != 0 && _invariant());
        _;
        assert(_invariant());
    }

    function _filedNow(bytes32 key) internal override {
        if (key == _key) ++_filings;
    }

    function _settledNow(bytes32 key) internal override {
        if (key == _key) ++_settlements;
    }

    function _invariant() private view returns (bool) {
        return
            _filings == (_claims[_key].filedAt == 0 ? 0 : 1) &&
            _settlements == (_claims[_key].settled ? 1 : 0) &&
            _settlements <= _filings;
    }
}
