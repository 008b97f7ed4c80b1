/** Bugs to plant in the contracts, each a piece of text that occurs once and what it becomes. */
export interface Bug {
  name: string
  file: string
  from: string
  to: string
}

export const BUGS: Bug[] = [
  {
    name: 'one member fewer than the quorum suffices',
    file: 'Escrow.sol',
    from: 'uint64 verdict = _verdict(claim, code.quorum());\n            uint256 earned',
    to: 'uint64 verdict = _verdict(claim, code.quorum() > 1 ? code.quorum() - 1 : 1);\n            uint256 earned',
  },
  {
    name: 'the challenge fee is shared although the arbiter ruled',
    file: 'Escrow.sol',
    from: 'if (claim.challengedAt == 0 || claim.ruled) return;',
    to: 'if (claim.challengedAt == 0) return;',
  },
  {
    name: 'refunds open while money is held',
    file: 'Escrow.sol',
    from: 'if (_held > 0) return Status.Binding;',
    to: '',
  },
  {
    name: 'a redemption of nothing freezes the ratio before closing',
    file: 'Escrow.sol',
    from: 'if (_frozenPledged > 0 || !_refundsOpen()) return;',
    to: 'if (_frozenPledged > 0) return;',
  },
  {
    name: 'held money is released while a break claim is open',
    file: 'Escrow.sol',
    from: ' || breaks.settled < breaks.filed',
    to: '',
  },
  {
    name: 'refunds are rounded up',
    file: 'parts/Shares.sol',
    from: 'Math.mulDiv(shares, refundable, pledged, rounding)',
    to: 'Math.mulDiv(shares, refundable, pledged, Math.Rounding.Ceil)',
  },
  {
    name: 'the curve is rounded up',
    file: 'parts/Curve.sol',
    from: '(b.price - a.price) * (m - a.measurement))',
    to: '(b.price - a.price) * (m - a.measurement) + b.measurement - a.measurement - 1)',
  },
  {
    name: 'an undecided claim does not stop the docket',
    file: 'parts/Docket.sol',
    from: 'if (!_markSettled(_claims[key], clocks)) return 0;\n        ++_settled;',
    to: 'if (_settled + 1 < _filed && !_markSettled(_claims[key], clocks)) { key = _queue[0][_settled + 1]; (_queue[0][_settled], _queue[0][_settled + 1]) = (key, _queue[0][_settled]); }\n        if (!_claims[key].settled && !_markSettled(_claims[key], clocks)) return 0;\n        ++_settled;',
  },
  {
    name: 'the held part is credited as well',
    file: 'parts/Pool.sol',
    from: 'if (direct > 0) _credit(_claims[key].payee, direct);',
    to: '_credit(_claims[key].payee, amount);',
  },
  {
    name: 'a ruling can take back that a claim passed',
    file: 'Escrow.sol',
    from: 'if (_passed) return;\n        uint64 verdict = _verdict(claim, code.quorum());\n        if (!_passes(code.rule(), verdict, code.minStep(), code.curve())) return;\n        _passed = true;',
    to: 'uint64 verdict = _verdict(claim, code.quorum());\n        _passed = _passes(code.rule(), verdict, code.minStep(), code.curve());\n        if (!_passed) return;',
  },
  {
    name: 'a ruling may be one above the highest observation',
    file: 'parts/Docket.sol',
    from: 'if (measurement > highest) revert',
    to: 'if (measurement > uint256(highest) + 1) revert',
  },
  {
    name: 'of equal scores the later ranks higher',
    file: 'parts/Pool.sol',
    from: 'i > 0 && _ranks[i - 1].score < score;',
    to: 'i > 0 && _ranks[i - 1].score <= score;',
  },
  {
    name: 'the cap is one too high',
    file: 'Escrow.sol',
    from: 'code.cap() - totalSupply();',
    to: 'code.cap() + 1 - totalSupply();',
  },
  {
    name: 'what is owed can be collected twice',
    file: 'parts/Pool.sol',
    from: '        _owed[account] = 0;\n',
    to: '',
  },
  {
    name: 'anybody directs what others are owed',
    file: 'Escrow.sol',
    from: 'if (to != account && msg.sender != account) revert NotAccount(msg.sender, account);',
    to: '',
  },
  {
    name: 'a member that signs twice is counted twice',
    file: 'Escrow.sol',
    from: 'if (o.seat >= members || seats & seatBit != 0) continue;',
    to: 'if (o.seat >= members) continue;',
  },
  {
    name: 'an observation does not bind the claim',
    file: 'Escrow.sol',
    from: 'Panel.hash(key, member, o.measurement, o.report)',
    to: 'Panel.hash(0, member, o.measurement, o.report)',
  },
  {
    name: 'the verifying phase ends a second early',
    file: 'parts/Docket.sol',
    from: 'if (block.timestamp <= observingEnd) return Phase.Observing;',
    to: 'if (block.timestamp < observingEnd) return Phase.Observing;',
  },
  {
    name: 'a broken claim gives nothing back to the funders',
    file: 'parts/Pool.sol',
    from: '_returned += uint128(returned);',
    to: '',
  },
]
