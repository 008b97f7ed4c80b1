// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {Rule} from "../../../contracts/Terms.sol";
import {Observation} from "../../../contracts/parts/Panel.sol";
import {Checks} from "./Checks.sol";
import {Actor} from "./Actor.sol";
import {ContractMember, Mood} from "./ContractMember.sol";
import {CallbackToken} from "./Tokens.sol";
import {VM} from "./Vm.sol";
import {Environment, Kind} from "./World.sol";
import {Chaos} from "./handlers/Chaos.sol";
import {Funding} from "./handlers/Funding.sol";

/// @title All handlers and checks over one environment, and the drain at the end of a run
contract Harness is Funding, Chaos, Checks {
    bytes4[] private _selectors;
    string[] private _names;
    mapping(string name => bytes4) private _named;

    constructor(Environment memory e) Actor(e) {
        _chooseAll(e);
        if (e.kind == Kind.Callback) _arm();
    }

    function _chooseAll(Environment memory e) private {
        _choose(this.pledge.selector, "pledge", 1);
        _choose(this.transferShares.selector, "transferShares", 1);
        _choose(this.permitShares.selector, "permitShares", 1);
        _choose(this.stealShares.selector, "stealShares", 1);
        _choose(this.redeem.selector, "redeem", 1);
        _choose(this.withdraw.selector, "withdraw", 1);
        _choose(this.file.selector, "file", 2);
        _choose(this.fileSplit.selector, "fileSplit", 1);
        _choose(this.fileCopy.selector, "fileCopy", 1);
        _choose(this.assign.selector, "assign", 1);
        _choose(this.assignThief.selector, "assignThief", 1);
        _choose(this.observe.selector, "observe", 4);
        _choose(this.observeOne.selector, "observeOne", 1);
        _choose(this.observeHostile.selector, "observeHostile", 1);
        _choose(this.settle.selector, "settle", 3);
        _choose(this.collect.selector, "collect", 2);
        _choose(this.collectThief.selector, "collectThief", 1);
        _choose(this.reopen.selector, "reopen", 1);
        _choose(this.pass.selector, "pass", 3);
        _choose(this.passToDeadline.selector, "passToDeadline", 2);
        _choose(this.donate.selector, "donate", 1);
        if (e.rule == Rule.Contest) _choose(this.award.selector, "award", 1);
        if (e.arbitrated) {
            _choose(this.challenge.selector, "challenge", 2);
            _choose(this.rule.selector, "rule", 2);
        }
        if (e.holdback > 0) {
            _choose(this.fileBreak.selector, "fileBreak", 2);
            _choose(this.settleBreaks.selector, "settleBreaks", 2);
            _choose(this.release.selector, "release", 1);
        }
        if (e.contractMembers < e.members) _choose(this.delegate.selector, "delegate", 1);
        if (e.contractMembers > 0) _choose(this.changeMood.selector, "changeMood", 1);
        if (_canBlock()) _choose(this.blockAccount.selector, "blockAccount", 1);
        if (e.kind == Kind.VaultShare) _choose(this.earn.selector, "earn", 1);
    }

    /// @notice The handlers of this environment; one that is wanted more often is there more than once.
    function selectors() external view returns (bytes4[] memory) {
        return _selectors;
    }

    /// @notice Time passes beyond every clock, anybody calls what anybody may, everybody is paid: nothing but dust is left.
    function drain() external {
        _close();
        for (uint256 i = 0; i < accounts.length; ++i) _leave(accounts[i]);
        uint256 dust = token.balanceOf(address(escrow)) - donated;
        if (redemptions == 0) _same("R2: nothing left", dust, _refundable());
        else _atMost("R2: dust", dust + 1, redemptions + (_refundable() == 0 ? 1 : 0));
        if (redemptions == 0) _same("R2: nothing pledged", pledged, 0);
        _same("R2: shares left", escrow.totalSupply(), 0);
    }

    /// @notice Everybody leaves an escrow that is over, now and then one that is not, and another is opened.
    function reopen(uint256 seed) external counted {
        if (seed % 4 != 0 && !_refunding()) return;
        _reopen();
        _done();
    }

    function _reopen() internal override {
        this.drain();
        elsewhere = address(escrow);
        _forget();
        _open();
        if (env.kind == Kind.Callback) _arm();
        for (uint256 seat = 0; seat < PANEL; ++seat) {
            if (isContract[seat]) ContractMember(terms.panel[seat]).setMood(Mood.Honest, escrow);
        }
    }

    /// @notice Adds what each handler was called and did to the log of `name`.
    function log(string calldata name) external {
        bytes memory line = bytes(name);
        for (uint256 i = 0; i < _names.length; ++i) {
            bytes4 selector = _named[_names[i]];
            line = bytes.concat(
                line,
                " ",
                bytes(_names[i]),
                "=",
                _decimal(counts[selector].calls),
                "/",
                _decimal(counts[selector].hits)
            );
        }
        string[] memory names = this.check();
        for (uint256 i = 0; i < names.length; ++i) line = bytes.concat(line, " ", bytes(names[i]));
        VM.writeLine(VM.envOr("HANDLERS_LOG", "cache/invariants/handlers.log"), string(line));
    }

    function _choose(bytes4 selector, string memory name, uint256 weight) private {
        for (uint256 i = 0; i < weight; ++i) _selectors.push(selector);
        _names.push(name);
        _named[name] = selector;
    }

    /// @dev `account` draws what it is owed and redeems its shares, elsewhere if the token blocks it.
    function _leave(address account) private {
        address to = _isBlocked(account) ? stranger : account;
        if (owed[account] > 0) _collect(account, to, account);
        _same("L1: still owed", escrow.owed(account), 0);
        uint256 amount = shares[account];
        if (amount == 0) return;
        uint256 assets = _worth(amount);
        bytes memory data = abi.encodeCall(IERC4626.redeem, (amount, to, account));
        _same("R2: refund", _as(account, data, 0), assets);
        shares[account] = 0;
        refunded += assets;
        ++redemptions;
    }

    /// @dev What the token tries on each transfer: everything that changes the escrow.
    function _arm() private {
        bytes[] memory tries = new bytes[](10);
        tries[0] = abi.encodeCall(IEscrow.settle, (1));
        tries[1] = abi.encodeCall(IEscrow.settleBreaks, (bytes32(0), 1));
        tries[2] = abi.encodeCall(IEscrow.release, (new bytes32[](0)));
        tries[3] = abi.encodeCall(IERC4626.deposit, (0, address(token)));
        tries[4] = abi.encodeCall(IERC4626.mint, (0, address(token)));
        tries[5] = abi.encodeCall(IERC4626.redeem, (0, address(token), address(token)));
        tries[6] = abi.encodeCall(IERC4626.withdraw, (0, address(token), address(token)));
        tries[7] = abi.encodeCall(IEscrow.collect, (payees[1], payees[1]));
        tries[8] = abi.encodeCall(IEscrow.award, ());
        tries[9] = abi.encodeCall(IEscrow.observe, (bytes32(0), new Observation[](0)));
        CallbackToken(address(token)).arm(address(escrow), tries);
    }

    function _decimal(uint256 n) private pure returns (bytes memory digits) {
        do {
            digits = bytes.concat(bytes1(uint8(48 + (n % 10))), digits);
            n /= 10;
        } while (n > 0);
    }
}
