// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EscrowFactory} from "../../../contracts/EscrowFactory.sol";
import {IEscrowFactory} from "../../../contracts/interfaces/IEscrowFactory.sol";
import {Stage} from "./Stage.sol";

/// @title The factory: what exists, what does not fit, what is an escrow
contract FactoryTest is Stage {
    function test_documentDoesNotMatch() public {
        bytes memory other = bytes.concat(DOCUMENT, " ");
        _refused(
            address(this),
            address(factory),
            abi.encodeCall(EscrowFactory.create, (terms, other)),
            abi.encodeWithSelector(IEscrowFactory.DocumentMismatch.selector, terms.outcome, keccak256(other))
        );
    }

    function test_whatExistsIsReturnedEvenAfterItsTimes() public {
        address escrow = address(_create());
        _same("foretold", uint160(factory.addressOf(terms)), uint160(escrow));
        uint256 size = escrow.code.length;
        terms.pledgeBy = block.timestamp; // other terms, whose time has passed: not created
        _same("none", factory.addressOf(terms).code.length, 0);
        terms.pledgeBy = block.timestamp + 10 days;
        _same("again", uint160(factory.create(terms, DOCUMENT)), uint160(escrow));
        _same("unchanged", escrow.code.length, size);
    }

    function test_termsThatDoNotFit() public {
        bytes memory expected = abi.encodeWithSelector(IEscrowFactory.TermsDoNotFit.selector);
        terms.claimFee = 2 ** 128;
        _refused(address(this), address(factory), abi.encodeCall(EscrowFactory.addressOf, (terms)), expected);
        terms.claimFee = 0;
        terms.curve[1].price = 2 ** 128;
        _refused(address(this), address(factory), abi.encodeCall(EscrowFactory.addressOf, (terms)), expected);
    }

    function test_onlyClonesOfThisFactoryAreEscrows() public {
        _true("its own", factory.isEscrow(address(_create())));
        _true("no code", !factory.isEscrow(address(0xdead)));
        _true("too long", !factory.isEscrow(factory.implementation()));
        EscrowFactory other = new EscrowFactory(factory.implementation());
        _true("of another", !factory.isEscrow(other.create(terms, DOCUMENT)));
    }
}
