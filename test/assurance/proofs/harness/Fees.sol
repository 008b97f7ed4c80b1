// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Pool} from "contracts/parts/Pool.sol";
import {Called} from "./Called.sol";

/// @dev A fee is shared to the last unit, whatever the seats, and never more of it: panels of 1 and of 3 different accounts.
contract Fees is Pool, Called {
    function share(bytes32 key, uint256 fee, address[3] memory members, bool alone) external {
        address payee = _claims[key].payee;
        address[] memory panel = new address[](alone ? 1 : 3);
        panel[0] = members[0];
        if (!alone) (panel[1], panel[2]) = (members[1], members[2]);
        require(_called() && members[0] < members[1] && members[1] < members[2]);
        require(payee != members[0] && payee != members[1] && payee != members[2] && fee < 2 ** 128);
        require(_owed[members[0]] < 2 ** 200 && _owed[members[1]] < 2 ** 200 && _owed[members[2]] < 2 ** 200);
        require(_owed[payee] < 2 ** 200);
        uint256 before = _owed[members[0]] + _owed[members[1]] + _owed[members[2]] + _owed[payee];
        _shareFee(key, fee, panel);
        assert(_owed[members[0]] + _owed[members[1]] + _owed[members[2]] + _owed[payee] == before + fee);
    }
}
