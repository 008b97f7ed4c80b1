// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {Phase} from "../../../contracts/parts/Docket.sol";
import {CallbackToken} from "./Tokens.sol";
import {Environment, Kind} from "./World.sol";
import {Model} from "./Model.sol";
import {VM} from "./Vm.sol";

/// @title How handlers act: calls that must succeed or fail with the error the model expects, and their counts
abstract contract Actor is Model {
    /// Thrown when a call that should succeed reverted.
    error UnexpectedRevert(bytes4 called, bytes reason);
    /// Thrown when a call that should revert succeeded.
    error UnexpectedSuccess(bytes4 called, bytes4 expected);
    /// Thrown when a call reverted with another error.
    error OtherRevert(bytes4 called, bytes4 expected, bytes reason);
    /// Thrown when the escrow differs from the model, or an invariant does not hold.
    error Broken(string what, uint256 actual, uint256 expected);

    /// Calls of each handler, and those that did what the handler is for.
    struct Count {
        uint128 calls;
        uint128 hits;
    }

    mapping(bytes4 handler => Count) internal counts;
    bool private transient _hit;

    constructor(Environment memory e) Model(e) {}

    /// @dev Counts the call of a handler.
    modifier counted() {
        _hit = false;
        _;
        Count memory count = counts[msg.sig];
        counts[msg.sig] = Count(count.calls + 1, count.hits + (_hit ? 1 : 0));
        if (env.kind == Kind.Callback) _same("entered", CallbackToken(address(token)).entered() ? 1 : 0, 0);
    }

    function _done() internal {
        _hit = true;
    }

    function _same(string memory what, uint256 actual, uint256 expected) internal pure {
        if (actual != expected) revert Broken(what, actual, expected);
    }

    function _atMost(string memory what, uint256 actual, uint256 most) internal pure {
        if (actual > most) revert Broken(what, actual, most);
    }

    /// @dev Calls the escrow as `who`. `expected` is the error that the model foresees, 0 for success.
    function _as(address who, bytes memory data, bytes4 expected) internal returns (uint256) {
        VM.prank(who);
        (bool success, bytes memory answer) = address(escrow).call(data);
        if (expected == 0) {
            if (!success) revert UnexpectedRevert(bytes4(data), answer);
            return answer.length == 32 ? abi.decode(answer, (uint256)) : 0;
        }
        if (success) revert UnexpectedSuccess(bytes4(data), expected);
        if (bytes4(answer) != expected) revert OtherRevert(bytes4(data), expected, answer);
        return 0;
    }

    /// @dev Brings pledges to the threshold while they are open, so that claims can be filed.
    function _bind(uint256 seed) internal {
        if (pledged >= terms.threshold || _room() == 0) return;
        uint256 least = terms.threshold - pledged;
        uint256 amount = least + (seed % (_room() - least + 1));
        _as(funders[0], abi.encodeCall(IERC4626.deposit, (amount, funders[1])), 0);
        shares[funders[1]] += amount;
        pledged += amount;
    }

    function _pick(address[] storage from, uint256 seed) internal view returns (address) {
        return from[seed % from.length];
    }

    /// @dev The first claim in `phase` from a place that the seed chooses; 0 if there is none.
    function _inPhase(Phase phase, uint256 seed) internal view returns (bytes32) {
        for (uint256 i = 0; i < all.length; ++i) {
            bytes32 key = all[((seed % all.length) + i) % all.length];
            if (_phase(key) == phase) return key;
        }
        return 0;
    }

    /// @dev The first account that owns shares from a place that the seed chooses; anyone if none does.
    function _shareholder(uint256 seed) internal view returns (address) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            address account = accounts[((seed % accounts.length) + i) % accounts.length];
            if (shares[account] > 0) return account;
        }
        return accounts[seed % accounts.length];
    }

    /// @dev The first account that is owed money from a place that the seed chooses; 0 if none is.
    function _creditor(uint256 seed) internal view returns (address) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            address account = accounts[((seed % accounts.length) + i) % accounts.length];
            if (owed[account] > 0) return account;
        }
        return address(0);
    }

    function _hash(uint256 seed, uint256 salt) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }
}
