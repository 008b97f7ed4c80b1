// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {EscrowFactory} from "../../contracts/EscrowFactory.sol";
import {Point, Rule, Terms} from "../../contracts/Terms.sol";
import {Curve} from "../../contracts/parts/Curve.sol";
import {Panel} from "../../contracts/parts/Panel.sol";
import {Pool} from "../../contracts/parts/Pool.sol";
import {TermsCode} from "../../contracts/parts/TermsCode.sol";

/// @dev The cheatcodes that this test uses.
interface Vm {
    function readFile(string calldata path) external view returns (string memory);
    function parseJsonStringArray(string calldata json, string calldata key) external pure returns (string[] memory);
    function keyExistsJson(string calldata json, string calldata key) external pure returns (bool);
    function parseJsonString(string calldata json, string calldata key) external pure returns (string memory);
    function parseJsonUint(string calldata json, string calldata key) external pure returns (uint256);
    function parseJsonUintArray(string calldata json, string calldata key) external pure returns (uint256[] memory);
    function parseJsonAddress(string calldata json, string calldata key) external pure returns (address);
    function parseJsonAddressArray(string calldata json, string calldata key) external pure returns (address[] memory);
    function parseJsonBytes32(string calldata json, string calldata key) external pure returns (bytes32);
    function parseJsonBytes(string calldata json, string calldata key) external pure returns (bytes memory);
    function toString(uint256 value) external pure returns (string memory);
    function etch(address target, bytes calldata code) external;
    function assertEq(uint256 left, uint256 right, string calldata label) external pure;
    function assertEq(bytes32 left, bytes32 right, string calldata label) external pure;
    function assertEq(address left, address right, string calldata label) external pure;
    function assertEq(bytes calldata left, bytes calldata right, string calldata label) external pure;
    function assertTrue(bool condition, string calldata label) external pure;
}

/// @dev A pool whose steps can be called one by one.
contract PoolHarness is Pool {
    function advance(
        Rule rule,
        uint64 m,
        uint64 minStep,
        Point[] memory c,
        uint256 pledged
    ) external returns (uint256) {
        return _advance(rule, m, minStep, c, pledged);
    }

    function rank(uint64 score, uint256 index, uint64 prizes) external {
        _rank(score, index, prizes);
    }

    function winner(uint256 place) external view returns (uint64) {
        return _ranks[place].index;
    }

    function ranked() external view returns (uint256) {
        return _ranks.length;
    }

    function progress() external view returns (uint64) {
        return _progress;
    }

    function payAndBreak(bytes32 key, uint256 amount, uint256 holdback) external returns (uint256[4] memory parts) {
        _claims[key].payee = address(1);
        parts[1] = _pay(key, amount, holdback);
        parts[0] = _owed[address(1)];
        (parts[2], parts[3]) = _break(key, address(2));
    }
}

/// @dev Reads calldata, as the libraries want it.
contract TermsHarness {
    function pack(Terms calldata t) external pure returns (bytes memory) {
        return TermsCode.pack(t);
    }
}

/// @notice The golden vectors of test/vectors against the contracts' own libraries.
contract VectorsTest {
    using Curve for Point[];

    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function _read(string memory name, uint256 least) private view returns (string memory json, uint256 count) {
        json = VM.readFile(string.concat("test/vectors/", name, ".json"));
        count = VM.parseJsonStringArray(json, ".names").length;
        VM.assertTrue(count >= least, string.concat(name, ": too few cases"));
    }

    function _at(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".cases[", VM.toString(i), "].", field);
    }

    function _curve(string memory json, uint256 i) private pure returns (Point[] memory curve) {
        uint256[] memory measurements = VM.parseJsonUintArray(json, _at(i, "measurements"));
        uint256[] memory prices = VM.parseJsonUintArray(json, _at(i, "prices"));
        curve = new Point[](prices.length);
        for (uint256 j = 0; j < prices.length; ++j) curve[j] = Point(uint64(measurements[j]), prices[j]);
    }

    function _number(string memory json, uint256 i, string memory field) private pure returns (uint256) {
        return VM.parseJsonUint(json, _at(i, string.concat("terms.", field)));
    }

    function _point(uint256 j, string memory field) private pure returns (string memory) {
        return string.concat("terms.curve[", VM.toString(j), "].", field);
    }

    function _terms(string memory json, uint256 i) private pure returns (Terms memory t) {
        t.outcome = VM.parseJsonBytes32(json, _at(i, "terms.outcome"));
        t.asset = VM.parseJsonAddress(json, _at(i, "terms.asset"));
        t.rule = Rule(_number(json, i, "rule"));
        uint256 points = 0;
        while (VM.keyExistsJson(json, _at(i, _point(points, "price")))) ++points;
        t.curve = new Point[](points);
        for (uint256 j = 0; j < points; ++j) {
            t.curve[j].measurement = uint64(VM.parseJsonUint(json, _at(i, _point(j, "measurement"))));
            t.curve[j].price = VM.parseJsonUint(json, _at(i, _point(j, "price")));
        }
        t.minStep = uint64(_number(json, i, "minStep"));
        t.pledgeBy = _number(json, i, "pledgeBy");
        t.threshold = _number(json, i, "threshold");
        t.cap = _number(json, i, "cap");
        t.claimBy = _number(json, i, "claimBy");
        t.verifyWithin = _number(json, i, "verifyWithin");
        t.challengeWithin = _number(json, i, "challengeWithin");
        t.arbitrateWithin = _number(json, i, "arbitrateWithin");
        t.lastCall = _number(json, i, "lastCall");
        t.panel = VM.parseJsonAddressArray(json, _at(i, "terms.panel"));
        t.quorum = _number(json, i, "quorum");
        t.arbiter = VM.parseJsonAddress(json, _at(i, "terms.arbiter"));
        t.claimFee = _number(json, i, "claimFee");
        t.challengeFee = _number(json, i, "challengeFee");
        t.holdback = _number(json, i, "holdback");
        t.warranty = _number(json, i, "warranty");
    }

    function testTerms() external {
        (string memory json, uint256 count) = _read("terms", 12);
        EscrowFactory factory = EscrowFactory(VM.parseJsonAddress(json, ".factory"));
        VM.etch(address(factory), address(new EscrowFactory(VM.parseJsonAddress(json, ".implementation"))).code);
        TermsHarness harness = new TermsHarness();
        for (uint256 i = 0; i < count; ++i) {
            Terms memory t = _terms(json, i);
            VM.assertEq(harness.pack(t), VM.parseJsonBytes(json, _at(i, "packed")), _at(i, "packed"));
            VM.assertEq(factory.addressOf(t), VM.parseJsonAddress(json, _at(i, "escrow")), _at(i, "escrow"));
        }
    }

    function testObservations() external view {
        (string memory json, uint256 count) = _read("observations", 8);
        for (uint256 i = 0; i < count; ++i) {
            address member = VM.parseJsonAddress(json, _at(i, "member"));
            bytes32 structHash = Panel.hash(
                VM.parseJsonBytes32(json, _at(i, "claim")),
                member,
                uint64(VM.parseJsonUint(json, _at(i, "measurement"))),
                VM.parseJsonBytes32(json, _at(i, "report"))
            );
            VM.assertEq(structHash, VM.parseJsonBytes32(json, _at(i, "structHash")), _at(i, "structHash"));
            bytes32 separator = keccak256(
                abi.encode(
                    keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                    keccak256("Lodestone"),
                    keccak256("1"),
                    VM.parseJsonUint(json, _at(i, "chainId")),
                    VM.parseJsonAddress(json, _at(i, "escrow"))
                )
            );
            VM.assertEq(separator, VM.parseJsonBytes32(json, _at(i, "domainSeparator")), _at(i, "domainSeparator"));
            bytes32 digest = MessageHashUtils.toTypedDataHash(separator, structHash);
            VM.assertEq(digest, VM.parseJsonBytes32(json, _at(i, "digest")), _at(i, "digest"));
            bytes memory signature = VM.parseJsonBytes(json, _at(i, "signature"));
            VM.assertTrue(this.hasSigned(member, digest, signature), _at(i, "signature"));
            VM.assertTrue(!this.hasSigned(member, ~digest, signature), _at(i, "signature of something else"));
        }
    }

    function hasSigned(address member, bytes32 digest, bytes calldata signature) external view returns (bool) {
        return Panel.hasSigned(member, digest, signature);
    }

    function testCommitments() external view {
        (string memory json, uint256 count) = _read("commitments", 6);
        for (uint256 i = 0; i < count; ++i) {
            address solver = VM.parseJsonAddress(json, _at(i, "solver"));
            bytes32 commitment = keccak256(
                abi.encode(
                    VM.parseJsonUint(json, _at(i, "chainId")),
                    VM.parseJsonAddress(json, _at(i, "escrow")),
                    solver,
                    VM.parseJsonBytes32(json, _at(i, "manifestDigest")),
                    VM.parseJsonBytes32(json, _at(i, "salt"))
                )
            );
            VM.assertEq(commitment, VM.parseJsonBytes32(json, _at(i, "commitment")), _at(i, "commitment"));
            bytes32 key = keccak256(abi.encode(solver, commitment, VM.parseJsonBytes32(json, _at(i, "target"))));
            VM.assertEq(key, VM.parseJsonBytes32(json, _at(i, "key")), _at(i, "key"));
        }
    }

    function testCurves() external view {
        (string memory json, uint256 count) = _read("curves", 11);
        for (uint256 i = 0; i < count; ++i) {
            Point[] memory curve = _curve(json, i);
            uint256[] memory inputs = VM.parseJsonUintArray(json, _at(i, "at"));
            uint256[] memory expected = VM.parseJsonUintArray(json, _at(i, "expected"));
            VM.assertTrue(inputs.length > 7 && inputs.length == expected.length, _at(i, "at"));
            for (uint256 j = 0; j < inputs.length; ++j) {
                VM.assertEq(curve.priceDown(uint64(inputs[j])), expected[j], _at(i, VM.toString(inputs[j])));
            }
        }
    }

    function testPayouts() external {
        (string memory json, uint256 count) = _read("payouts", 10);
        for (uint256 i = 0; i < count; ++i) {
            PoolHarness pool = new PoolHarness();
            bool units = keccak256(bytes(VM.parseJsonString(json, _at(i, "rule")))) == keccak256("Units");
            uint256[] memory verdicts = VM.parseJsonUintArray(json, _at(i, "verdicts"));
            uint256[] memory paid = VM.parseJsonUintArray(json, _at(i, "paid"));
            uint256[] memory progress = VM.parseJsonUintArray(json, _at(i, "progress"));
            uint64 minStep = uint64(VM.parseJsonUint(json, _at(i, "minStep")));
            uint256 pledged = VM.parseJsonUint(json, _at(i, "pledged"));
            for (uint256 j = 0; j < verdicts.length; ++j) {
                Rule rule = units ? Rule.Units : Rule.Record;
                uint256 earned = pool.advance(rule, uint64(verdicts[j]), minStep, _curve(json, i), pledged);
                VM.assertEq(earned, paid[j], _at(i, string.concat("paid ", VM.toString(j))));
                VM.assertEq(pool.progress(), progress[j], _at(i, string.concat("progress ", VM.toString(j))));
            }
        }
    }

    function testContests() external {
        (string memory json, uint256 count) = _read("contests", 5);
        for (uint256 i = 0; i < count; ++i) {
            PoolHarness pool = new PoolHarness();
            Point[] memory curve = _curve(json, i);
            uint256[] memory scores = VM.parseJsonUintArray(json, _at(i, "scores"));
            uint256[] memory ranking = VM.parseJsonUintArray(json, _at(i, "ranking"));
            uint256[] memory paid = VM.parseJsonUintArray(json, _at(i, "paid"));
            uint256 pledged = VM.parseJsonUint(json, _at(i, "pledged"));
            for (uint256 j = 0; j < scores.length; ++j) {
                if (scores[j] < VM.parseJsonUint(json, _at(i, "minStep"))) continue;
                pool.rank(uint64(scores[j]), j, curve.last());
            }
            VM.assertEq(pool.ranked(), ranking.length, _at(i, "ranked"));
            for (uint64 j = 0; j < ranking.length; ++j) {
                VM.assertEq(pool.winner(j), ranking[j], _at(i, string.concat("ranking ", VM.toString(j))));
                uint256 prize = Math.min(curve.priceDown(j + 1), pledged) - Math.min(curve.priceDown(j), pledged);
                VM.assertEq(prize, paid[j], _at(i, string.concat("paid ", VM.toString(j))));
            }
        }
    }

    function testHoldbacks() external {
        (string memory json, uint256 count) = _read("holdbacks", 8);
        for (uint256 i = 0; i < count; ++i) {
            uint256[4] memory parts = new PoolHarness().payAndBreak(
                bytes32(i + 1),
                VM.parseJsonUint(json, _at(i, "amount")),
                VM.parseJsonUint(json, _at(i, "basisPoints"))
            );
            VM.assertEq(parts[0], VM.parseJsonUint(json, _at(i, "direct")), _at(i, "direct"));
            VM.assertEq(parts[1], VM.parseJsonUint(json, _at(i, "held")), _at(i, "held"));
            VM.assertEq(parts[2], VM.parseJsonUint(json, _at(i, "taken")), _at(i, "taken"));
            VM.assertEq(parts[3], VM.parseJsonUint(json, _at(i, "returned")), _at(i, "returned"));
        }
    }

    function testRefunds() external view {
        (string memory json, uint256 count) = _read("refunds", 5);
        for (uint256 i = 0; i < count; ++i) {
            uint256 refundable = VM.parseJsonUint(json, _at(i, "refundable"));
            uint256 left = refundable;
            uint256[] memory shares = VM.parseJsonUintArray(json, _at(i, "shares"));
            uint256[] memory assets = VM.parseJsonUintArray(json, _at(i, "assets"));
            for (uint256 j = 0; j < shares.length; ++j) {
                uint256 refund = Math.mulDiv(shares[j], refundable, VM.parseJsonUint(json, _at(i, "pledged")));
                VM.assertEq(refund, assets[j], _at(i, string.concat("assets ", VM.toString(j))));
                left -= refund;
            }
            VM.assertEq(left, VM.parseJsonUint(json, _at(i, "dust")), _at(i, "dust"));
        }
    }
}
