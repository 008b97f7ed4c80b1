/** Lines of the core that forge counts as not reached although they are; `lcov.ts` checks each one's witness in every run. */
import type { Exception } from './lcov.ts'

/** Straight-line statements for which the compiler's IR pipeline emits no instruction that its source map ascribes to them. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    file: 'contracts/parts/Docket.sol',
    function: '_tally',
    text: 'uint256 i = quorum;',
    witness: 'for (; i > 1; --i) {',
    reason: 'a copy of a stack slot; the loop follows it and is reached in no other way',
  },
  {
    file: 'contracts/parts/Docket.sol',
    function: '_markSettled',
    text: 'return true;',
    witness: 'claim.settled = true;',
    reason: 'a constant handed to the caller; nothing stands between it and the write before it',
  },
  {
    file: 'contracts/parts/Shares.sol',
    function: '_withdraw',
    text: '_freeze();',
    witness: 'super._withdraw(caller, receiver, owner, assets, shares);',
    reason: 'the call is inlined; the next statement is reached in no other way',
  },
  {
    file: 'contracts/parts/Panel.sol',
    function: '_hasContractSigned',
    text: 'let success := staticcall(SIGNATURE_GAS, member, add(data, 0x20), mload(data), 0x00, 0x20)',
    witness: 'bytes32 magic = bytes32(IERC1271.isValidSignature.selector);',
    reason: 'assembly has no source map of its own; nothing stands between it and the statement before it',
  },
  {
    file: 'contracts/parts/Panel.sol',
    function: '_hasContractSigned',
    text: 'valid := and(success, and(gt(returndatasize(), 0x1f), eq(mload(0x00), magic)))',
    witness: 'bytes32 magic = bytes32(IERC1271.isValidSignature.selector);',
    reason: 'as the line before it: a static call does not revert its caller',
  },
]
