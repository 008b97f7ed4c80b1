// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Observation} from "../../../contracts/parts/Panel.sol";
import {ASSUMPTIONS, Stage} from "./Stage.sol";

/// @title V1 on a panel of accounts without code: ecrecover is any function, the same for escrow and test
contract SignaturesTest is Stage {
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
    bytes32 private _key;

    function setUp() external {
        _stage();
        _open();
        for (uint256 seat = 0; seat < 3; ++seat) _clear(terms.panel[seat]);
        _pledge(ALICE, 300);
        _key = _file(1);
    }

    /// @notice An observation of 65 bytes of signature counts exactly if ecrecover answers the member for the digest, spelled out
    /// here, of this claim, member, measurement and report, for this escrow on this chain, and s is in the lower half.
    function check_SignatureBindsAll(
        uint64 chain,
        uint64 measured,
        bytes32 report,
        bytes32 r,
        bytes32 s,
        uint8 v
    ) external {
        ASSUMPTIONS.chainId(chain);
        address member = terms.panel[1];
        Observation[] memory one = new Observation[](1);
        one[0] = Observation(1, measured, report, abi.encodePacked(r, s, v));
        uint256 recorded = escrow.observe(_key, one);

        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Lodestone"),
                keccak256("1"),
                chain,
                address(escrow)
            )
        );
        bytes32 observation = keccak256(
            abi.encode(
                keccak256("Observation(bytes32 claim,address member,uint64 measurement,bytes32 report)"),
                _key,
                member,
                measured,
                report
            )
        );
        bytes32 digest = keccak256(bytes.concat(hex"1901", domain, observation));
        bool signed = ecrecover(digest, v, r, s) == member && uint256(s) <= HALF_ORDER;
        assert((recorded == 1) == signed);
    }
}
