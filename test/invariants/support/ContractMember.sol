// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";

/// @notice How a member's contract behaves when it is asked for a signature.
enum Mood {
    Honest,
    /// Calls back into the escrow, then answers honestly.
    Reentering,
    BurnsGas,
    ReturnBomb,
    Reverts,
    /// Answers with a word that is not ERC-1271's.
    Garbage,
    /// Answers with fewer than 32 bytes.
    Short
}

/// @title A panel member that is a contract account, of changing mood
contract ContractMember {
    address private immutable OWNER;
    Mood public mood;
    IEscrow private _escrow;

    constructor(address owner) {
        OWNER = owner;
    }

    function setMood(Mood mood_, IEscrow escrow) external {
        (mood, _escrow) = (mood_, escrow);
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external returns (bytes4) {
        Mood now_ = mood;
        if (now_ == Mood.BurnsGas) {
            // Assembly: a loop would burn all gas too, but takes a millisecond for it.
            assembly {
                invalid()
            }
        }
        if (now_ == Mood.Reverts) revert();
        if (now_ == Mood.Garbage) return 0xffffffff;
        if (now_ == Mood.ReturnBomb) {
            // Assembly: Solidity would pay to encode 200 kB; here memory only expands.
            assembly {
                return(0, 200000)
            }
        }
        if (now_ == Mood.Short) {
            bytes4 magic = this.isValidSignature.selector;
            // Assembly: Solidity pads every answer to whole words.
            assembly {
                mstore(0, magic)
                return(0, 4)
            }
        }
        if (now_ == Mood.Reentering) _reenter();
        (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(digest, signature);
        bool valid = err == ECDSA.RecoverError.NoError && signer == OWNER;
        return valid ? this.isValidSignature.selector : bytes4(0xffffffff);
    }

    function _reenter() private {
        (bool settled, ) = address(_escrow).call{gas: 60_000}(abi.encodeCall(IEscrow.settle, (1)));
        bytes memory collect = abi.encodeCall(IEscrow.collect, (address(this), address(this)));
        (bool collected, ) = address(_escrow).call{gas: 60_000}(collect);
        // An entry that succeeds shows: the observation is then not recorded, against what the model expects.
        if (settled || collected) revert();
    }
}
