// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Actions} from "./Actions.sol";

/// @dev V1 and V2 for any claim and any value: the verdict reaches the value exactly if quorum observations or the ruling do, it never
/// passes the highest observation, and falls by a ruling only.
contract Verdicts is Actions {
    bytes32 private _key;
    uint64 private _value;
    /// Observations of the claim that reach the value.
    uint256 private _reaching;

    constructor(bytes32 key, uint64 value) {
        (_key, _value) = (key, value);
        require(_called() && value > 0);
        assert(_invariant());
    }

    modifier step(bool ruling) override {
        require(_sound() && _value > 0 && _invariant());
        uint64 before = _verdict(_key, _quorum);
        uint64 highest = _claims[_key].tally[1];
        _;
        assert(_invariant());
        uint64 verdict = _verdict(_key, _quorum);
        assert(verdict <= _claims[_key].tally[1]);
        assert(ruling || verdict >= before);
        assert(_claims[_key].tally[1] >= highest);
        if (!_claims[_key].ruled) assert((verdict >= _value) == (_reaching >= _quorum));
    }

    function _observedNow(bytes32 key, uint64 measurement) internal override {
        if (key == _key && measurement >= _value) ++_reaching;
    }

    function _invariant() private view returns (bool) {
        uint64 first = _claims[_key].tally[1];
        uint64 second = _claims[_key].tally[2];
        uint64 third = _claims[_key].tally[3];
        return
            (first >= _value) == (_reaching >= 1) &&
            (_quorum < 2 || (first >= second && (second >= _value) == (_reaching >= 2))) &&
            (_quorum < 3 || (second >= third && (third >= _value) == (_reaching >= 3))) &&
            (!_claims[_key].ruled || _claims[_key].ruling <= first);
    }
}
