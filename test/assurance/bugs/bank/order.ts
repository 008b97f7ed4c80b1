/** Bugs in the order of the docket and in how often and when a claim is settled. */
import { type Bug } from '../bug.ts'

const suite = ['escrow/settle'] as const
const docket = { file: 'parts/Docket.sol', suite } as const

export const ORDER: Bug[] = [
  {
    ...docket,
    name: 'an undecided claim does not stop the docket',
    class: 'docket overtaken',
    from: 'if (!_markSettled(_claims[key], clocks)) return 0;\n        ++_settled;',
    to: 'if (_settled + 1 < _filed && !_markSettled(_claims[key], clocks)) { key = _queue[0][_settled + 1]; (_queue[0][_settled], _queue[0][_settled + 1]) = (key, _queue[0][_settled]); }\n        if (!_claims[key].settled && !_markSettled(_claims[key], clocks)) return 0;\n        ++_settled;',
    invariants: true,
  },
  {
    ...docket,
    name: 'an undecided break claim does not stop those behind it',
    class: 'break claims overtaken',
    from: 'if (!_markSettled(_claims[key], clocks)) return 0;\n        ++queue.settled;',
    to: 'if (queue.settled + 1 < queue.filed && !_markSettled(_claims[key], clocks)) { key = _queue[target][queue.settled + 1]; (_queue[target][queue.settled], _queue[target][queue.settled + 1]) = (key, _queue[target][queue.settled]); }\n        if (!_claims[key].settled && !_markSettled(_claims[key], clocks)) return 0;\n        ++queue.settled;',
    suite: ['escrow/settleBreaks'],
  },
  {
    ...docket,
    name: 'the last claim of the docket is settled again and again',
    class: 'settled twice',
    from: 'if (!_markSettled(_claims[key], clocks)) return 0;\n        ++_settled;',
    to: 'if (!_markSettled(_claims[key], clocks)) return 0;\n        if (_settled + 1 == _filed) _claims[key].settled = false;\n        else ++_settled;',
    invariants: true,
  },
  {
    ...docket,
    name: 'a break claim is settled again and again',
    class: 'settled twice',
    from: 'if (!_markSettled(_claims[key], clocks)) return 0;\n        ++queue.settled;',
    to: 'if (!_markSettled(_claims[key], clocks)) return 0;\n        if (queue.settled + 1 == queue.filed) _claims[key].settled = false;\n        else ++queue.settled;',
    suite: ['escrow/settleBreaks'],
  },
  {
    ...docket,
    name: 'a settled claim looks as if it were open',
    class: 'settled and not marked',
    from: 'claim.settled = true;\n',
    to: '',
    suite: ['escrow/settle', 'escrow/observe'],
  },
  {
    ...docket,
    name: 'a verdict is settled while it may be challenged',
    class: 'settled too early',
    from: 'if (_phaseOf(claim, clocks) != Phase.Decided) return false;',
    to: 'if (_phaseOf(claim, clocks) == Phase.Observing) return false;',
    invariants: true,
  },
  {
    ...docket,
    name: 'the docket waits behind the first break claim',
    class: 'docket and break claims mixed',
    from: 'index = target == 0 ? _filed++ : _breaks[target].filed++;',
    to: 'index = target == 0 ? _filed++ : _breaks[target].filed++;\n        if (target != 0) _queue[0][_filed++] = key;',
    suite: ['escrow/fileBreak'],
  },
  {
    name: 'settle knows no bound',
    class: 'loop without a bound',
    file: 'Escrow.sol',
    from: `        uint256 pledged_ = pledged();
        for (; settled < most; ++settled) {`,
    to: `        uint256 pledged_ = pledged();
        for (most = _filed; settled < most; ++settled) {`,
    suite,
  },
  {
    name: 'settleBreaks knows no bound',
    class: 'loop without a bound',
    file: 'Escrow.sol',
    from: `        for (; settled < most; ++settled) {
            bytes32 key = _nextBreak`,
    to: `        for (most = _breaks[target].filed; settled < most; ++settled) {
            bytes32 key = _nextBreak`,
    suite: ['escrow/settleBreaks'],
  },
  {
    name: 'settling with nothing due reverts',
    class: 'settle that reverts',
    file: 'Escrow.sol',
    from: 'bytes32 key = _nextOfDocket(clocks);\n            if (key == 0) break;',
    to: 'bytes32 key = _nextOfDocket(clocks);\n            if (key == 0) revert NothingToAward();',
    suite,
    invariants: true,
  },
  {
    name: 'the largest measurement overflows the progress',
    class: 'settle that reverts: checked arithmetic',
    file: 'parts/Pool.sol',
    from: 'last = _min(x + m, last);',
    to: 'last = _min(_progress + m, last);',
    suite: ['escrow/payouts'],
  },
  {
    name: 'the largest minStep overflows the progress',
    class: 'settle that reverts: checked arithmetic',
    file: 'parts/Pool.sol',
    from: '_min(x + minStep, curve.next(x))',
    to: '_min(_progress + minStep, curve.next(x))',
    suite: ['escrow/payouts'],
  },
  {
    ...docket,
    name: 'a key is used twice',
    class: 'claim filed twice',
    from: 'if (claim.filedAt != 0) revert KeyUsed(key);',
    to: '',
    suite: ['escrow/file'],
    invariants: true,
  },
  {
    ...docket,
    name: 'the key of a settled claim is free again',
    class: 'claim filed twice',
    from: 'if (claim.filedAt != 0) revert KeyUsed(key);',
    to: 'if (claim.filedAt != 0 && !claim.settled) revert KeyUsed(key);',
    suite: ['escrow/file'],
  },
  {
    name: 'a copied commitment takes the place of the original',
    class: 'commitment copied',
    file: 'Escrow.sol',
    from: 'key = keccak256(abi.encode(msg.sender, commitment, target));',
    to: 'key = keccak256(abi.encode(address(0), commitment, target));',
    suite: ['escrow/file'],
  },
  {
    name: 'a break claim and a claim share a key',
    class: 'keys of docket and break claims',
    file: 'Escrow.sol',
    from: 'key = keccak256(abi.encode(msg.sender, commitment, target));',
    to: 'key = keccak256(abi.encode(msg.sender, commitment, bytes32(0)));',
    suite: ['escrow/fileBreak'],
  },
]
