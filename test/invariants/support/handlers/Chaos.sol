// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {Phase} from "../../../../contracts/parts/Docket.sol";
import {Actor} from "../Actor.sol";
import {Filing} from "../Model.sol";
import {IBlocking, SavingsVault} from "../Tokens.sol";
import {Kind} from "../World.sol";
import {VM} from "../Vm.sol";

/// @title Time, donors and the token's own doings
abstract contract Chaos is Actor {
    function pass(uint256 time) external counted {
        _warp(block.timestamp + 1 + (time % (time % 8 == 0 ? 5 days : 12 hours)));
    }

    /// @notice To the last second of the next deadline, the one before or the one after.
    function passToDeadline(uint256 side) external counted {
        uint256 next = type(uint256).max;
        for (uint256 i = 0; i < all.length; ++i) next = _sooner(next, _deadline(all[i]));
        next = _sooner(next, terms.pledgeBy);
        next = _sooner(next, _claimsEnd());
        if (next == type(uint256).max) return;
        uint256 to = next + (side % 3) - 1;
        _warp(to > block.timestamp ? to : block.timestamp + 1);
    }

    function donate(uint256 who, uint256 amount) external counted {
        address donor = _pick(funders, who);
        if (_isBlocked(donor)) return;
        amount = amount % (10 * one);
        VM.prank(donor);
        (bool success, ) = address(token).call(abi.encodeCall(IERC20.transfer, (address(escrow), amount)));
        _same("donation", success ? 1 : 0, 1);
        donated += amount;
        _done();
    }

    /// @notice The token blocks a payee or a funder, or frees it again.
    function blockAccount(uint256 who, bool value) external counted {
        address account = who % 2 == 0 ? payees[0] : funders[2];
        IBlocking(address(token)).setBlocked(account, value);
        _done();
    }

    /// @notice What the vault whose shares are pledged earns.
    function earn(uint256 amount) external counted {
        SavingsVault(address(token)).yield(amount % (1000 * one));
        _done();
    }

    /// @dev Does not pass `pledgeBy` before the escrow binds, but now and then.
    function _warp(uint256 to) internal {
        if (_status() == Status.Pledging && to > terms.pledgeBy && to % 4 != 0) return;
        VM.warp(to);
        _done();
    }

    function _sooner(uint256 best, uint256 time) private view returns (uint256) {
        return time >= block.timestamp && time < best ? time : best;
    }

    /// @dev The last second of the phase that claim `key` is in, or of its warranty.
    function _deadline(bytes32 key) private view returns (uint256) {
        Phase phase = _phase(key);
        Filing storage f = filings[key];
        if (phase == Phase.Observing) return f.filedAt + V;
        if (phase == Phase.Challenging)
            return (f.observedAt > 0 ? f.observedAt : f.filedAt + V) + terms.challengeWithin;
        if (phase == Phase.Arbitrating) return f.challengedAt + terms.arbitrateWithin;
        return f.held > 0 ? f.paidAt + terms.warranty : 0;
    }
}
