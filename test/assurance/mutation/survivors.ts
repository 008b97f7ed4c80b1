/** Mutants that no test can kill, each with the reason why it is the same program, or the same for all that can happen. */
export const SURVIVORS: Readonly<Record<string, string>> = {
  'Escrow.sol observe: recorded == 0 -> false': 'the verdict and seats that it would write again are those on record',
  'Escrow.sol _shareFees: claimFee > 0 -> true': 'a fee of 0 is shared out as nothing',
  'Escrow.sol _shareFees: challengeFee > 0 -> true': 'a fee of 0 is shared out as nothing',
  'Escrow.sol _refundsOpen: _frozenPledged > 0 -> false':
    'Closed and Void are for ever, so that the status says the same',
  'Escrow.sol _refundsOpen: _frozenPledged > 0 -> _frozenPledged > 1':
    'Closed and Void are for ever, so that the status says the same',
  'Escrow.sol _freeze: _frozenPledged > 0 || !_refundsOpen() -> !_refundsOpen()':
    'what is frozen is frozen again as it is',
  'Escrow.sol _freeze: _frozenPledged > 0 -> _frozenPledged > 1': 'what is frozen is frozen again as it is',
  'EscrowFactory.sol create: escrow.code.length > 0 -> escrow.code.length > 1':
    'code at an address that only the factory can fill is an escrow’s, never one byte',
  'EscrowFactory.sol isEscrow: length <= PROXY_LENGTH -> length < PROXY_LENGTH':
    'lengths only spare what the comparison of addresses would refuse; no escrow is as short or as long as that',
  'EscrowFactory.sol isEscrow: PROXY_LENGTH -> (PROXY_LENGTH + 1)':
    'lengths only spare what the comparison of addresses would refuse; no escrow is as short or as long as that',
  'EscrowFactory.sol isEscrow: PROXY_LENGTH -> (PROXY_LENGTH - 1)':
    'lengths only spare what the comparison of addresses would refuse; no escrow is as short or as long as that',
  'EscrowFactory.sol isEscrow: MAX_LENGTH -> (MAX_LENGTH + 1)':
    'lengths only spare what the comparison of addresses would refuse; no escrow is as short or as long as that',
  'parts/Accounts.sol isContract: length == 23 && bytes3(account.code) == 0xef0100 -> bytes3(account.code) == 0xef0100':
    'since EIP-3541 no contract begins with 0xef, so that this is a delegation whatever its length',
  'parts/Docket.sol _tally: measurement <= claim.tally[quorum] -> measurement < claim.tally[quorum]':
    'an equal measurement in the place of an equal one changes nothing',
  'parts/Docket.sol _tally: above >= measurement -> above > measurement':
    'an equal measurement in the place of an equal one changes nothing',
  'parts/Docket.sol _tally: above > 0 -> true': 'writes 0 over the 0 of an empty cell',
  'parts/Docket.sol _nextOfDocket: _settled == _filed -> false':
    'beyond the last filing the key is 0, and no claim has that key',
  'parts/Docket.sol _nextBreak: queue.settled == queue.filed -> false':
    'beyond the last filing the key is 0, and no claim has that key',
  'parts/Panel.sol hasSigned: err == ECDSA.RecoverError.NoError && signer == member -> signer == member':
    'with an error the signer is 0, and no member is',
  'parts/Panel.sol _hasContractSigned: gasleft() < needed -> gasleft() <= needed':
    'at exactly what is needed a member’s contract gets its gas or the call reverts: the caller sends one unit more',
  'parts/Pool.sol _advance: m <= x -> m < x': 'the same measurement again moves nothing and earns nothing',
  'parts/Pool.sol _advance: m <= x || m < _min(x + minStep, curve.next(x)) -> m < _min(x + minStep, curve.next(x))':
    'the same measurement again moves nothing and earns nothing',
  'parts/Pool.sol _credit: amount > type(uint256).max - owed -> false':
    'amounts are below 2^128, so that 2^128 credits would have to come first',
  'parts/Pool.sol _credit: amount > type(uint256).max - owed -> amount >= type(uint256).max - owed':
    'amounts are below 2^128, so that 2^128 credits would have to come first',
  'parts/Pool.sol _credit: type(uint256).max - owed -> type(uint256).max':
    'amounts are below 2^128, so that 2^128 credits would have to come first',
  'parts/Pool.sol _credit: type(uint256).max -> (type(uint256).max - 1)':
    'amounts are below 2^128, so that 2^128 credits would have to come first',
  'parts/Pool.sol _credit: type(uint256).max -> (type(uint256).max - 1) (2)':
    'amounts are below 2^128, so that 2^128 credits would have to come first',
  'parts/Pool.sol _pay: amount == 0 -> false': 'of 0 nothing is held and nothing credited',
  'parts/Pool.sol _pay: direct > 0 -> true': 'of 0 nothing is held and nothing credited',
  'parts/Pool.sol _shareFee: seat < panel.length && part > 0 -> seat < panel.length':
    'of 0 nothing is held and nothing credited',
  'parts/Pool.sol _shareFee: rest > 0 -> true': 'of 0 nothing is held and nothing credited',
  'parts/Pool.sol _break: amount == 0 -> false': 'of 0 nothing is held and nothing credited',
  'parts/Pool.sol _break: taken > 0 -> true': 'of 0 nothing is held and nothing credited',
  'parts/Pool.sol _unhold: amount == 0 -> false': 'of 0 nothing is held and nothing credited',
  'parts/Pool.sol _shareFee: seat < panel.length -> seat <= panel.length': 'no seat of that number has a bit',
  'parts/Panel.sol _hasContractSigned: assembly ("memory-safe") { let success := staticcall(SIGNATURE_GAS, member, add(data, 0x20), mload(data), 0x00, 0x20) valid := and(success, and(gt(returndatasize(), 0x1f), eq(mload(0x00), magic))) } -> assembly ("memory-safe") { let success := staticcall(SIGNATURE_GAS, member, add(data, 0x20), mload(data), 0x00, 33) valid := and(success, and(gt(returndatasize(), 0x1f), eq(mload(0x00), magic))) }':
    'one byte more goes to scratch memory, which nobody reads',
  'parts/Pool.sol _min: a < b -> a <= b': 'of two equal numbers either is the least',
  'parts/Shares.sol _deposit: emit Deposit(caller, receiver, assets, shares); -> emit Deposit(caller, receiver, shares, assets);':
    'a share is a unit when pledging, so that both numbers are the same',
  'parts/Shares.sol _convertToAssets: Math.mulDiv(shares, refundable, pledged, rounding) -> Math.mulDiv(refundable, shares, pledged, rounding)':
    'a product is the same in either order',
  'parts/Shares.sol _convertToShares: Math.mul512(assets, pledged) -> Math.mul512(pledged, assets)':
    'a product is the same in either order',
  'parts/Shares.sol _convertToShares: mulmod(assets, pledged, refundable) -> mulmod(pledged, assets, refundable)':
    'a product is the same in either order',
  'parts/Shares.sol _convertToShares: Math.mulDiv(assets, pledged, refundable) -> Math.mulDiv(pledged, assets, refundable)':
    'a product is the same in either order',
  'parts/TermsRules.sol _checkPanel: n > 1 -> n > 2': 'a panel of two is refused before',
}
