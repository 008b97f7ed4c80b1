// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Escrow} from "../../../contracts/Escrow.sol";
import {EscrowFactory} from "../../../contracts/EscrowFactory.sol";
import {Point, Rule, Terms} from "../../../contracts/Terms.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {ContractMember} from "./ContractMember.sol";
import {CallbackToken, IBlocking, NoReturnToken, SavingsVault, WrappedNative} from "./Tokens.sol";
import {VM} from "./Vm.sol";

/// @notice The kinds of token that are pledged.
enum Kind {
    Plain,
    NoReturn,
    Wrapped,
    VaultShare,
    Callback
}

/// @notice What one environment of the invariants differs in.
struct Environment {
    Kind kind;
    uint8 decimals;
    Rule rule;
    /// With an arbiter, challenges and both clocks.
    bool arbitrated;
    /// With a claim fee, and a challenge fee if arbitrated.
    bool fees;
    uint256 holdback;
    uint256 lastCall;
    uint256 members;
    /// How many of the members are contracts.
    uint256 contractMembers;
    uint256 quorum;
}

/// @title Token, escrow and everybody who deals with it
abstract contract World {
    uint256 internal constant V = 2 days;
    uint256 internal constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    /// The generator of secp256k1: its x; its y is even.
    uint256 private constant GENERATOR = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798;
    bytes internal constant DOCUMENT = '{"title":"a fuzzed outcome"}';

    Environment internal env;
    Escrow internal escrow;
    EscrowFactory internal factory;
    IERC20 internal token;
    Terms internal terms;
    uint256 internal one;
    uint256 internal immutable PANEL;

    address[] internal funders;
    address[] internal solvers;
    address[] internal payees;
    address internal arbiter;
    address internal stranger;
    /// Everybody who can hold shares or be owed money.
    address[] internal accounts;
    /// Whose key signs for the member at a seat.
    uint256[] internal keys;
    bool[] internal isContract;
    /// Keys of persons and of members without a contract.
    mapping(address => uint256) internal keyOf;
    /// The escrow before this one, whose signatures must be worth nothing here; the factory if there was none.
    address internal elsewhere;
    /// What an account that delegates by EIP-7702 has as its code; the delegate confirms every signature.
    bytes internal delegation;

    constructor(Environment memory e) {
        env = e;
        one = 10 ** e.decimals;
        PANEL = e.members;
        _makeToken();
        for (uint256 i = 0; i < 3; ++i) {
            funders.push(_person("funder", i));
            solvers.push(_person("solver", i));
            payees.push(_person("payee", i));
        }
        stranger = _person("stranger", 0);
        arbiter = e.arbitrated ? _person("arbiter", 0) : address(0);
        if (e.arbitrated) accounts.push(arbiter);
        accounts.push(stranger);
        for (uint256 i = 0; i < 3; ++i) {
            accounts.push(funders[i]);
            accounts.push(solvers[i]);
            accounts.push(payees[i]);
        }
        _seatPanel();
        delegation = bytes.concat(hex"ef0100", bytes20(_make("MemberPermissive.sol:MemberPermissive", "")));
        _makeFactory();
        elsewhere = address(factory);
        _makeTerms();
        for (uint256 i = 0; i < accounts.length; ++i) _give(accounts[i], 1_000_000 * one);
        _open();
    }

    function _person(string memory name, uint256 i) private returns (address person) {
        uint256 key = uint256(keccak256(abi.encode(name, i)));
        person = VM.addr(key);
        keyOf[person] = key;
    }

    function _make(string memory artifact, bytes memory arguments) internal returns (address made) {
        bytes memory code = bytes.concat(VM.getCode(artifact), arguments);
        // Assembly: Solidity cannot create from code that it did not compile in.
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
        require(made != address(0), artifact);
    }

    function _makeToken() private {
        bytes memory decimals = abi.encode(env.decimals);
        address made;
        if (env.kind == Kind.Plain) made = _make("TestToken.sol:TestToken", abi.encode("Plain", "PLAIN", env.decimals));
        else if (env.kind == Kind.NoReturn) made = _make("Tokens.sol:NoReturnToken", decimals);
        else if (env.kind == Kind.Wrapped) made = _make("Tokens.sol:WrappedNative", "");
        else if (env.kind == Kind.Callback) made = _make("Tokens.sol:CallbackToken", decimals);
        else {
            address underlying = _make("TestToken.sol:TestToken", abi.encode("Plain", "PLAIN", env.decimals));
            made = _make("Tokens.sol:SavingsVault", abi.encode(underlying));
        }
        token = IERC20(made);
    }

    function _give(address to, uint256 amount) internal {
        if (env.kind == Kind.VaultShare) {
            SavingsVault(address(token)).give(to, amount);
        } else if (env.kind == Kind.Wrapped) {
            VM.deal(to, amount);
            VM.prank(to);
            (bool success, ) = address(token).call{value: amount}("");
            require(success, "wrap");
        } else {
            TestToken(address(token)).mint(to, amount);
        }
    }

    function _canBlock() internal view returns (bool) {
        return env.kind == Kind.NoReturn || env.kind == Kind.Callback;
    }

    function _isBlocked(address account) internal view returns (bool) {
        return _canBlock() && IBlocking(address(token)).blocked(account);
    }

    /// @dev Seats in ascending order of address, as the terms demand.
    function _seatPanel() private {
        address[] memory members = new address[](env.members);
        for (uint256 i = 0; i < env.members; ++i) {
            uint256 key = uint256(keccak256(abi.encode("member", i)));
            bool contractual = i < env.contractMembers;
            address member = VM.addr(key);
            if (contractual) member = _make("ContractMember.sol:ContractMember", abi.encode(member));
            else keyOf[member] = key;
            keys.push(key);
            isContract.push(contractual);
            members[i] = member;
            for (uint256 j = i; j > 0 && members[j - 1] > members[j]; --j) {
                (members[j - 1], members[j]) = (members[j], members[j - 1]);
                (keys[j - 1], keys[j]) = (keys[j], keys[j - 1]);
                (isContract[j - 1], isContract[j]) = (isContract[j], isContract[j - 1]);
            }
        }
        terms.panel = members;
        for (uint256 i = 0; i < members.length; ++i) accounts.push(members[i]);
    }

    function _makeFactory() private {
        // `test/assurance/bugs/invariants.ts` puts an escrow with a planted bug in its place.
        address implementation = _make(VM.envOr("ESCROW_ARTIFACT", "Escrow.sol:Escrow"), "");
        factory = EscrowFactory(_make("EscrowFactory.sol:EscrowFactory", abi.encode(implementation)));
    }

    /// @dev Opens an escrow with the terms of this environment, its clocks counted from now.
    function _open() internal {
        terms.pledgeBy = block.timestamp + 20 days;
        terms.claimBy = block.timestamp + 60 days;
        escrow = Escrow(factory.create(terms, DOCUMENT));
        for (uint256 i = 0; i < 3; ++i) {
            _approve(funders[i]);
            _approve(solvers[i]);
        }
    }

    function _approve(address owner) private {
        VM.prank(owner);
        (bool success, ) = address(token).call(abi.encodeCall(IERC20.approve, (address(escrow), type(uint256).max)));
        require(success, "approve");
    }

    function _makeTerms() private {
        terms.outcome = keccak256(DOCUMENT);
        terms.asset = address(token);
        terms.rule = env.rule;
        _makeCurve();
        terms.minStep = env.rule == Rule.Contest ? 40 : 3;
        uint256 lastPrice = terms.curve[terms.curve.length - 1].price;
        terms.cap = lastPrice - 13 * one;
        terms.threshold = terms.cap / 3;
        terms.verifyWithin = V;
        terms.quorum = env.quorum;
        terms.lastCall = env.lastCall;
        if (env.fees) terms.claimFee = 11 * one + 3;
        if (env.arbitrated) {
            terms.arbiter = arbiter;
            (terms.challengeWithin, terms.arbitrateWithin) = (1 days, 3 days);
            if (env.fees) terms.challengeFee = 7 * one + 1;
        }
        if (env.holdback > 0) (terms.holdback, terms.warranty) = (env.holdback, 15 days);
    }

    /// @dev ECDSA with the nonce 1, which would give the key away, but takes no curve arithmetic: a thousandth of the cheatcode's time.
    function _sign(uint256 key, bytes32 digest) internal pure returns (uint8 v, bytes32 r, bytes32 s) {
        uint256 full = addmod(uint256(digest), mulmod(GENERATOR, key, ORDER), ORDER);
        bool high = full > ORDER / 2;
        return (high ? 28 : 27, bytes32(GENERATOR), bytes32(high ? ORDER - full : full));
    }

    /// @dev The EIP-712 digest of a struct that `verifier` checks on chain `chainId`, spelled out.
    function _digest(bytes32 structHash, address verifier, uint256 chainId) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Lodestone"),
                keccak256("1"),
                chainId,
                verifier
            )
        );
        return keccak256(bytes.concat(hex"1901", domain, structHash));
    }

    /// @dev Odd units, a ramp, a jump and a flat stretch in each.
    function _makeCurve() private {
        if (env.rule == Rule.Units) {
            _point(0, 0);
            _point(30, 300 * one + 1);
            _point(30, 350 * one + 1);
            _point(70, 500 * one + 3);
            _point(80, 500 * one + 3);
            _point(100, 1000 * one + 7);
        } else if (env.rule == Rule.Record) {
            _point(10, 0);
            _point(60, 333 * one + 2);
            _point(60, 500 * one + 1);
            _point(75, 500 * one + 1);
            _point(90, 999 * one + 5);
        } else {
            _point(1, 500 * one + 1);
            _point(2, 800 * one + 2);
            _point(3, 800 * one + 2);
            _point(4, 801 * one + 50);
        }
    }

    function _point(uint64 measurement, uint256 price) private {
        terms.curve.push(Point(measurement, price));
    }
}
