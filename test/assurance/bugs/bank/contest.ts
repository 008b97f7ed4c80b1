/** Bugs in the ranking and the award of a contest. */
import { type Bug } from '../bug.ts'

const suite = ['escrow/award'] as const
const pool = { file: 'parts/Pool.sol', suite } as const
const escrow = { file: 'Escrow.sol', suite } as const

export const CONTEST: Bug[] = [
  {
    ...pool,
    name: 'of equal scores the later ranks higher',
    class: 'ties and copies',
    from: 'i > 0 && _ranks[i - 1].score < score;',
    to: 'i > 0 && _ranks[i - 1].score <= score;',
    invariants: true,
  },
  {
    ...pool,
    name: 'a copy of the last rank takes its place',
    class: 'ties and copies',
    from: 'if (score <= _ranks[i - 1].score) return;',
    to: 'if (score < _ranks[i - 1].score) return;',
  },
  {
    ...pool,
    name: 'more claims are ranked than there are prizes',
    class: 'rank bound',
    from: 'if (i == prizes) {',
    to: 'if (i == uint256(prizes) + 1) {',
    invariants: true,
  },
  {
    ...pool,
    name: 'the last prize is never given',
    class: 'rank bound',
    from: 'if (i == prizes) {',
    to: 'if (i > 0 && i + 1 >= prizes) {',
    invariants: true,
  },
  {
    ...escrow,
    name: 'the rank of a claim names the next one',
    class: 'wrong winner',
    from: '_rank(score, _settled - 1, prizes);',
    to: '_rank(score, _settled, prizes);',
    invariants: true,
  },
  {
    ...escrow,
    name: 'the worst ranked takes the first prize',
    class: 'wrong winner',
    from: '_queue[0][_ranks[r - 1].index];',
    to: '_queue[0][_ranks[ranked - r].index];',
    invariants: true,
  },
  {
    ...escrow,
    name: 'prizes are awarded twice',
    class: 'award twice',
    from: 'ranked == 0 || _progress > 0 || !',
    to: 'ranked == 0 || !',
    also: [
      {
        file: 'Escrow.sol',
        from: 'uint256 pledged_ = pledged();\n        for (uint64 r = 1;',
        to: 'uint256 pledged_ = pledged();\n        _progress = 0;\n        for (uint64 r = 1;',
      },
    ],
    invariants: true,
  },
  {
    ...escrow,
    name: 'prizes are awarded while a claim is unsettled',
    class: 'award before settled',
    from: '_progress > 0 || !_allSettled(code)) revert',
    to: '_progress > 0 || block.timestamp <= _claimsEnd(code)) revert',
    invariants: true,
  },
  {
    ...escrow,
    name: 'prizes are awarded while claims can be filed',
    class: 'award before claims have ended',
    from: '_progress > 0 || !_allSettled(code)) revert',
    to: '_progress > 0 || _settled != _filed) revert',
    invariants: true,
  },
  {
    ...escrow,
    name: 'who ranks last is paid the prizes that nobody won',
    class: 'prizes nobody won',
    from: '            _progress = r;\n',
    to: '            _progress = r == ranked ? curve.last() : r;\n',
    invariants: true,
  },
  {
    ...escrow,
    name: 'a score of minStep does not rank',
    class: 'minStep off by one',
    from: 'if (score < code.minStep()) return;',
    to: 'if (score <= code.minStep()) return;',
    suite: ['escrow/settle'],
  },
  {
    ...escrow,
    name: 'a score one below minStep ranks',
    class: 'minStep off by one',
    from: 'if (score < code.minStep()) return;',
    to: 'if (uint256(score) + 1 < code.minStep()) return;',
    suite: ['escrow/settle'],
  },
  {
    ...escrow,
    name: 'a prize is not held back',
    class: 'warranty of prizes',
    from: 'uint256 heldBack = _pay(key, prize, code.holdback());',
    to: 'uint256 heldBack = _pay(key, prize, 0);',
    invariants: true,
  },
]
