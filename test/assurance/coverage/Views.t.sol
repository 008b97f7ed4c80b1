// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Escrow} from "../../../contracts/Escrow.sol";
import {Rule, Terms} from "../../../contracts/Terms.sol";
import {ClaimView, IEscrow, Status} from "../../../contracts/interfaces/IEscrow.sol";
import {Docket, Phase} from "../../../contracts/parts/Docket.sol";
import {Observation, Panel} from "../../../contracts/parts/Panel.sol";
import {Rank} from "../../../contracts/parts/Pool.sol";
import {Shares} from "../../../contracts/parts/Shares.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {MemberWallet} from "../../../contracts/mocks/members/MemberWallet.sol";
import {FeeToken} from "../../../contracts/mocks/periphery/FeeToken.sol";
import {BareToken} from "../../../contracts/mocks/tokens/BareToken.sol";
import {VM} from "../../invariants/support/Vm.sol";
import {Stage} from "./Stage.sol";

/// @title What an escrow says of itself through one whole life, and what the invariants' handlers cannot do
contract ViewsTest is Stage {
    /// @dev The member's signed observation, with the digest spelled out.
    function _observation(Escrow escrow, bytes32 key, uint64 m) private view returns (Observation[] memory list) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Lodestone"),
                keccak256("1"),
                block.chainid,
                address(escrow)
            )
        );
        bytes32 typeHash = keccak256("Observation(bytes32 claim,address member,uint64 measurement,bytes32 report)");
        bytes32 structHash = keccak256(abi.encode(typeHash, key, terms.panel[0], m, bytes32(uint256(3))));
        bytes32 digest = keccak256(bytes.concat(hex"1901", domain, structHash));
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(MEMBER_KEY, digest);
        list = new Observation[](1);
        list[0] = Observation(0, m, bytes32(uint256(3)), abi.encodePacked(r, s, v));
    }

    /// @dev A claim that measures `m`, settled.
    function _claim(Escrow escrow, bytes32 commitment, uint64 m) private returns (bytes32 key) {
        VM.prank(SOLVER);
        key = escrow.file(commitment, PAYEE, "ipfs://a");
        _same("recorded", escrow.observe(key, _observation(escrow, key, m)), 1);
        _same("settled", escrow.settle(1), 1);
    }

    function test_names() public {
        Escrow escrow = _create();
        _same("name", bytes(escrow.name()), "Lodestone");
        _same("decimals", escrow.decimals(), 6);
        bytes memory symbol = bytes(escrow.symbol());
        _same("symbol", symbol.length, 15);
        uint256 tail = 0;
        for (uint256 i = 7; i < 15; ++i) {
            uint8 c = uint8(symbol[i]);
            tail = tail * 16 + (c < 58 ? c - 48 : c - 87);
        }
        _same("tail of the symbol", tail, uint32(uint160(address(escrow))));
        _same("terms", abi.encode(escrow.terms()), abi.encode(terms));
    }

    function test_decimalsOfATokenWithoutAny() public {
        terms.asset = address(new BareToken());
        _same("decimals", _create().decimals(), 18);
    }

    function test_wholeLife() public {
        Escrow escrow = _create();
        _pledge(escrow, 400);
        _same("claims' end", escrow.claimsEnd(), terms.claimBy);
        _same("all shares", escrow.totalAssets(), 400);
        bytes32 key = _claim(escrow, "first", 1);
        _true("passed", escrow.passed());
        _same("progress", escrow.progress(), 1);
        _same("paid", escrow.paid(), 100);
        _same("refundable", escrow.refundable(), 300);
        _same("held", escrow.held(), 0);
        _same("owed", escrow.owed(PAYEE), 100);
        _same("key", uint256(escrow.keyAt(0, 0)), uint256(key));
        (uint256 filed, uint256 settled) = escrow.docket();
        _same("filed", filed, 1);
        _same("all settled", settled, 1);
        _same("three quarters", escrow.totalAssets(), 300);
        _same("up", escrow.previewWithdraw(1), 2);
        _same("down", escrow.convertToShares(1), 1);
        _same("saturates", escrow.convertToShares(type(uint256).max), type(uint256).max);
        _claim(escrow, "second", 9);
        _same("closed", uint256(escrow.status()), uint256(Status.Closed));
        _same("nothing left", escrow.refundable(), 0);
        _same("a unit has no price", escrow.convertToShares(1), type(uint256).max);
        _same("collected", escrow.collect(PAYEE, PAYEE), 400);
        _same("arrived", TestToken(terms.asset).balanceOf(PAYEE), 400);
    }

    /// @notice One member takes the whole fee, nothing of it is left for the payee.
    function test_feeOfAPanelOfOne() public {
        terms.claimFee = 11;
        Escrow escrow = _create();
        _pledge(escrow, 400);
        TestToken(terms.asset).mint(SOLVER, 11);
        _approve(SOLVER, escrow, 11);
        _claim(escrow, "first", 1);
        _same("member", escrow.owed(terms.panel[0]), 11);
        _same("payee", escrow.owed(PAYEE), 100);
    }

    /// @notice Half of one unit is nothing for the breaker; the unit goes back to the funders.
    function test_breakOfOneUnit() public {
        (terms.holdback, terms.warranty) = (1, 3 days);
        Escrow escrow = _create();
        _pledge(escrow, 400);
        bytes32 target = _claim(escrow, "first", 1);
        _same("held", escrow.held(), 1);
        VM.prank(FUNDER);
        bytes32 key = escrow.fileBreak(target, "broken", FUNDER, "ipfs://b");
        _same("recorded", escrow.observe(key, _observation(escrow, key, 1)), 1);
        _same("settled", escrow.settleBreaks(target, 1), 1);
        _same("breaker", escrow.owed(FUNDER), 0);
        _same("returned", escrow.refundable(), 301);
        _same("held no more", escrow.held(), 0);
    }

    function test_refundAtVoid() public {
        Escrow escrow = _create();
        _pledge(escrow, 99);
        VM.warp(terms.pledgeBy + 1);
        _same("void", uint256(escrow.status()), uint256(Status.Void));
        VM.prank(FUNDER);
        _same("refund", escrow.redeem(40, FUNDER, FUNDER), 40);
        _same("pledged stays", escrow.pledged(), 99);
        VM.prank(FUNDER);
        _same("rest", escrow.withdraw(59, FUNDER, FUNDER), 59);
        _same("all back", TestToken(terms.asset).balanceOf(FUNDER), 99);
    }

    function test_ranking() public {
        terms.rule = Rule.Contest;
        Escrow escrow = _create();
        _pledge(escrow, 400);
        _claim(escrow, "first", 5);
        _claim(escrow, "better", 6);
        Rank[] memory ranking = escrow.ranking();
        _same("ranked", ranking.length, 2);
        _same("best", abi.encode(ranking[0]), abi.encode(Rank(6, 1)));
        _same("next", abi.encode(ranking[1]), abi.encode(Rank(5, 0)));
    }

    function test_implementationIsNoEscrow() public {
        _refused(
            address(this),
            factory.implementation(),
            abi.encodeCall(Escrow.terms, ()),
            abi.encodeWithSelector(IEscrow.NotAnEscrow.selector)
        );
    }

    function test_claimThatIsNone() public {
        Escrow escrow = _create();
        ClaimView memory none = escrow.claimOf("none");
        _same("phase", uint256(none.phase), uint256(Phase.None));
        _refused(
            address(this),
            address(escrow),
            abi.encodeCall(Escrow.observe, ("none", new Observation[](0))),
            abi.encodeWithSelector(Docket.WrongPhase.selector, bytes32("none"), Phase.None, Phase.Observing)
        );
    }

    function test_tokenThatTakesAFee() public {
        FeeToken token = new FeeToken();
        terms.asset = address(token);
        Escrow escrow = _create();
        token.mint(FUNDER, 200);
        _approve(FUNDER, escrow, 200);
        _refused(
            FUNDER,
            address(escrow),
            abi.encodeCall(escrow.deposit, (200, FUNDER)),
            abi.encodeWithSelector(Shares.TokenDeliveredLess.selector, 200, 198)
        );
    }

    /// @notice A contract member's signature counts, and is refused for want of gas before it is skipped.
    function test_contractMember() public {
        terms.panel[0] = address(new MemberWallet(VM.addr(MEMBER_KEY)));
        Escrow escrow = _create();
        _pledge(escrow, 400);
        VM.prank(SOLVER);
        bytes32 key = escrow.file("first", PAYEE, "ipfs://a");
        bytes memory data = abi.encodeCall(Escrow.observe, (key, _observation(escrow, key, 7)));
        (bool success, bytes memory answer) = address(escrow).call{gas: 300_000}(data);
        _true("refused", !success);
        _same("as long as the error", answer.length, 68);
        _same("error", uint32(bytes4(answer)), uint32(Panel.TooLittleGas.selector));
        uint256 needed = (uint256(400_000) * 64) / 63 + 3_000;
        uint256 left;
        uint256 named;
        // Assembly: Solidity has no slices of bytes in memory.
        assembly ("memory-safe") {
            left := mload(add(answer, 0x24))
            named := mload(add(answer, 0x44))
        }
        _same("needed", named, needed);
        _true("left", left > 0 && left < 300_000);
        _same("recorded", escrow.observe(key, _observation(escrow, key, 7)), 1);
        _same("verdict", escrow.claimOf(key).verdict, 7);
    }
}
