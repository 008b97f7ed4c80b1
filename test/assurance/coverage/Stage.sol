// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Escrow} from "../../../contracts/Escrow.sol";
import {EscrowFactory} from "../../../contracts/EscrowFactory.sol";
import {Point, Rule, Terms} from "../../../contracts/Terms.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {VM} from "../../invariants/support/Vm.sol";

/// @title A factory, a token and valid terms, and calls whose whole answer is compared
abstract contract Stage {
    bool public constant IS_TEST = true;

    bytes internal constant DOCUMENT = '{"title":"an outcome"}';
    uint256 internal constant MEMBER_KEY = 0xa11ce;
    address internal constant FUNDER = address(0xf00d);
    address internal constant SOLVER = address(0x501e);
    address internal constant PAYEE = address(0x9a1e);

    EscrowFactory internal factory;
    Terms internal terms;

    /// Thrown when a call that should revert succeeded, or reverted with something else.
    error WrongAnswer(bool success, bytes answer, bytes expected);
    /// Thrown when two words that should be equal are not.
    error NotEqual(string what, uint256 actual, uint256 expected);

    function setUp() public virtual {
        VM.warp(1_800_000_000);
        factory = new EscrowFactory(address(new Escrow()));
        terms.outcome = keccak256(DOCUMENT);
        terms.asset = address(new TestToken("Plain", "PLAIN", 6));
        terms.rule = Rule.Units;
        terms.curve.push(Point(0, 0));
        terms.curve.push(Point(10, 1_000));
        terms.minStep = 1;
        terms.pledgeBy = block.timestamp + 10 days;
        terms.claimBy = block.timestamp + 20 days;
        (terms.threshold, terms.cap) = (100, 1_000);
        terms.verifyWithin = 1 days;
        terms.panel.push(VM.addr(MEMBER_KEY));
        terms.quorum = 1;
    }

    /// @dev The escrow of `terms`, which must be valid.
    function _create() internal returns (Escrow) {
        return Escrow(factory.create(terms, DOCUMENT));
    }

    /// @dev Gives `FUNDER` `amount` of the asset and pledges it for shares of its own.
    function _pledge(Escrow escrow, uint256 amount) internal {
        TestToken(terms.asset).mint(FUNDER, amount);
        _approve(FUNDER, escrow, amount);
        VM.prank(FUNDER);
        _same("shares", escrow.deposit(amount, FUNDER), amount);
    }

    function _approve(address owner, Escrow escrow, uint256 amount) internal {
        VM.prank(owner);
        IERC20(terms.asset).approve(address(escrow), amount);
    }

    /// @dev `data` sent to `target` by `caller` reverts with exactly `expected`.
    function _refused(address caller, address target, bytes memory data, bytes memory expected) internal {
        VM.prank(caller);
        (bool success, bytes memory answer) = target.call(data);
        if (success || keccak256(answer) != keccak256(expected)) revert WrongAnswer(success, answer, expected);
    }

    /// @dev The terms as they stand cannot be created: `expected` is the whole revert data.
    function _refusedTerms(bytes memory expected) internal {
        _refused(address(this), address(factory), abi.encodeCall(EscrowFactory.create, (terms, DOCUMENT)), expected);
    }

    function _same(string memory what, uint256 actual, uint256 expected) internal pure {
        if (actual != expected) revert NotEqual(what, actual, expected);
    }

    function _same(string memory what, bytes memory actual, bytes memory expected) internal pure {
        _same(what, uint256(keccak256(actual)), uint256(keccak256(expected)));
    }

    function _true(string memory what, bool actual) internal pure {
        _same(what, actual ? 1 : 0, 1);
    }
}
