// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Escrow} from "../../../contracts/Escrow.sol";
import {EscrowFactory} from "../../../contracts/EscrowFactory.sol";
import {Point, Rule, Terms} from "../../../contracts/Terms.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {Observation} from "../../../contracts/parts/Panel.sol";
import {VM} from "../../invariants/support/Vm.sol";

/// @notice halmos' symbols, and a cheatcode of forge that {VM} lacks.
interface Symbols {
    function createUint(uint256 bits, string calldata name) external pure returns (uint256 value);
    function createUint256(string calldata name) external pure returns (uint256 value);
    function createBytes32(string calldata name) external pure returns (bytes32 value);
    function createBool(string calldata name) external pure returns (bool value);
    function createCalldata(string calldata contractName) external pure returns (bytes memory data);
}

interface Assumptions {
    function assume(bool condition) external pure;
    function chainId(uint256 id) external;
}

/// @dev halmos answers at the last 20 bytes of keccak256("svm cheat code").
Symbols constant SVM = Symbols(address(uint160(uint256(keccak256("svm cheat code")))));
Assumptions constant ASSUMPTIONS = Assumptions(address(VM));

/// @title A panel member that is a contract account: it takes a signature of one byte that is not 0
contract StubMember is IERC1271 {
    function isValidSignature(bytes32, bytes calldata signature) external pure returns (bytes4) {
        return signature.length == 1 && signature[0] != 0 ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @title An escrow made by the factory, and everybody who deals with it
abstract contract Stage {
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant PLEDGE_BY = START + 20 days;
    uint256 internal constant CLAIM_BY = START + 60 days;
    uint256 internal constant V = 2 days;
    uint256 internal constant C = 1 days;
    uint256 internal constant A = 3 days;
    uint256 internal constant WARRANTY = 15 days;
    address internal constant ALICE = address(0xA11CE);
    address internal constant BOB = address(0xB0B);
    address internal constant SOLVER = address(0x501);
    address internal constant PAYEE = address(0xFA1EE);
    address internal constant ARBITER = address(0xA4B);
    address internal constant STRANGER = address(0x574);
    bytes internal constant DOCUMENT = '{"title":"a symbolic outcome"}';

    TestToken internal token;
    EscrowFactory internal factory;
    Escrow internal escrow;
    Terms internal terms;

    /// @dev Factory, token and terms: a first-come prize of 300 units, a panel of 3 contract accounts, 2 of which must vouch.
    function _stage() internal {
        VM.warp(START);
        token = TestToken(_make("TestToken.sol/TestToken", abi.encode("Plain", "PLAIN", 18)));
        // run.ts puts an escrow with planted bugs in its place.
        address implementation = _make(VM.envOr("HALMOS_ESCROW", "Escrow.sol/Escrow"), "");
        factory = EscrowFactory(_make("EscrowFactory.sol/EscrowFactory", abi.encode(implementation)));
        terms.outcome = keccak256(DOCUMENT);
        terms.asset = address(token);
        terms.rule = Rule.Units;
        terms.curve.push(Point(100, 300));
        terms.minStep = 1;
        terms.pledgeBy = PLEDGE_BY;
        terms.claimBy = CLAIM_BY;
        (terms.threshold, terms.cap) = (100, 300);
        terms.verifyWithin = V;
        for (uint160 seat = 0; seat < 3; ++seat) terms.panel.push(address(0x3E000 + seat));
        terms.quorum = 2;
    }

    function _arbitrated() internal {
        terms.arbiter = ARBITER;
        (terms.challengeWithin, terms.arbitrateWithin) = (C, A);
    }

    /// @dev Members become contract accounts, the escrow is made, and everybody has money in it.
    function _open() internal {
        for (uint256 i = 0; i < terms.panel.length; ++i) VM.etch(terms.panel[i], type(StubMember).runtimeCode);
        escrow = Escrow(factory.create(terms, DOCUMENT));
        _fund(ALICE);
        _fund(BOB);
        _fund(SOLVER);
        _fund(STRANGER);
    }

    function _fund(address account) private {
        token.mint(account, type(uint128).max);
        VM.prank(account);
        token.approve(address(escrow), type(uint256).max);
    }

    /// @dev Makes `member` an account without code again.
    function _clear(address member) internal {
        VM.etch(member, "");
    }

    function _pledge(address funder, uint256 amount) internal {
        VM.prank(funder);
        escrow.deposit(amount, funder);
    }

    function _file(uint256 salt) internal returns (bytes32 key) {
        VM.prank(SOLVER);
        return escrow.file(bytes32(salt), PAYEE, "");
    }

    /// @dev What a member submits; it is taken if `valid` is not 0.
    function _observation(uint256 seat, uint64 measurement, bytes1 valid) internal pure returns (Observation memory) {
        return Observation(seat, measurement, 0, abi.encodePacked(valid));
    }

    function _observe(bytes32 key, uint256 seat, uint64 measurement) internal {
        Observation[] memory list = new Observation[](1);
        list[0] = _observation(seat, measurement, 0x01);
        escrow.observe(key, list);
    }

    /// @dev Whether settling one claim settles one and does not fail.
    function _settles() internal returns (bool) {
        (bool success, bytes memory answer) = address(escrow).call(abi.encodeCall(Escrow.settle, (1)));
        return success && abi.decode(answer, (uint256)) == 1;
    }

    /// @dev Whether the escrow takes `data` from `sender`.
    function _takes(address sender, bytes memory data) internal returns (bool success) {
        VM.prank(sender);
        (success, ) = address(escrow).call(data);
    }

    /// @dev 1 if `a >= b`, else 0. Assembly: a branch would double the paths.
    function _atLeast(uint256 a, uint256 b) internal pure returns (uint256 is_) {
        assembly ("memory-safe") {
            is_ := iszero(lt(a, b))
        }
    }

    /// @dev From the compiler's output: importing the code would compile it again into each test.
    function _make(string memory artifact, bytes memory arguments) private returns (address made) {
        string memory path = string.concat("cache/assurance/halmos/out/", artifact, ".json");
        bytes memory code = bytes.concat(VM.getCode(path), arguments);
        // Assembly: Solidity cannot create from code that it did not compile in.
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
        require(made != address(0), artifact);
    }
}
