/** Frauds in how observations become a verdict. */
import { zeroHash } from 'viem'
import { type Tampered } from '../fraud.ts'
import { type Life, MEMBERS, NOBODY } from '../life.ts'

const escrow = 'Escrow.sol'

/** A claim of which these are observed, settled when its time is up. */
async function observedAs(life: Life, measurements: readonly (bigint | undefined)[]): Promise<void> {
  await life.create()
  await life.pledge()
  const key = await life.file()
  await life.observe(key, measurements)
  life.after(life.now + life.terms.verifyWithin)
  await life.call('stranger', 'settle', [1n])
  await life.collect('payee')
}

export const OBSERVING: Tampered[] = [
  {
    name: 'skips the quorum',
    how: 'One member fewer than the quorum suffices.',
    rules: ['V1'],
    tampering: [{ file: escrow, at: 'uint256 earned = 0;', after: 'verdict = _verdict(claim, code.quorum() - 1);' }],
    play: (life) => observedAs(life, [40n, 40n]),
  },
  {
    name: 'takes the highest for the verdict',
    how: 'One member decides what the quorum did not vouch for.',
    rules: ['V1'],
    tampering: [{ file: escrow, at: 'uint256 earned = 0;', after: 'verdict = claim.tally[1];' }],
    play: (life) => observedAs(life, [90n, 40n, 40n, 40n]),
  },
  {
    name: 'lowers a verdict',
    how: 'The settled measurement is one less than the quorum vouched for.',
    rules: ['V2', 'V1'],
    tampering: [{ file: escrow, at: 'uint256 earned = 0;', after: 'verdict -= 1;' }],
    play: (life) => observedAs(life, [40n, 40n, 40n, 40n]),
  },
  {
    name: 'counts more than was observed',
    how: 'The tally keeps one thing more than each member signed.',
    rules: ['V1'],
    tampering: [
      {
        file: escrow,
        at: '_tally(claim, o.measurement, quorum);',
        statement: '_tally(claim, o.measurement + 1, quorum);',
      },
    ],
    play: (life) => observedAs(life, [40n, 40n, 40n, 40n]),
  },
  {
    name: 'records unsigned observations',
    how: 'No signature is checked: a stranger observes in the members’ names.',
    rules: ['observe'],
    tampering: [{ file: escrow, at: '!Panel.hasSigned(member, digest, o.signature)', expression: 'false' }],
    play: async (life) => {
      await life.create()
      await life.pledge()
      const key = await life.file()
      const observations = []
      for (const seat of MEMBERS.keys()) observations.push(await life.observation(key, seat, 100n, NOBODY))
      await life.attempt('insider', 'observe', [key, observations])
      await life.attempt('insider', 'settle', [1n])
    },
  },
  {
    name: 'records who is no member',
    how: 'The last seat is an insider’s.',
    rules: ['observe'],
    tampering: [
      {
        file: escrow,
        at: 'address member = code.member(o.seat);',
        after: `if (o.seat == 4) member = ${NOBODY.address};`,
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      const key = await life.file()
      await life.observe(key, [40n, 40n])
      await life.attempt('insider', 'observe', [key, [await life.observation(key, 4, 40n, NOBODY)]])
      life.after(life.now + life.terms.verifyWithin)
      await life.call('stranger', 'settle', [1n])
    },
  },
  {
    name: 'counts a member twice',
    how: 'Two observations by one member are recorded.',
    rules: ['observe'],
    tampering: [{ file: escrow, at: 'seats & seatBit != 0', expression: 'false' }],
    play: async (life) => {
      await life.create()
      await life.pledge()
      const key = await life.file()
      await life.observe(key, [40n, 40n])
      await life.observe(key, [undefined, 40n])
      life.after(life.now + life.terms.verifyWithin)
      await life.call('stranger', 'settle', [1n])
    },
  },
  {
    name: 'observes after the deadline',
    how: 'Observations are recorded until a day after their time.',
    rules: ['observe'],
    tampering: [
      {
        file: 'parts/Docket.sol',
        at: 'observingEnd = filedAt + clocks.verifyWithin;',
        after: 'observingEnd += 1 days;',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      const key = await life.file()
      life.after(life.now + life.terms.verifyWithin + 100n)
      await life.tryObserve(key, [40n, 40n, 40n, 40n, 40n])
      await life.call('stranger', 'settle', [1n])
    },
  },
  {
    name: 'changes an observation',
    how: 'The event names another measurement than the member signed.',
    rules: ['observe'],
    tampering: [
      {
        file: escrow,
        at: 'emit Observed(key, member, o.measurement, o.report, o.signature);',
        statement: 'emit Observed(key, member, o.measurement + 1, o.report, o.signature);',
      },
    ],
    play: (life) => observedAs(life, [40n, 40n, 40n, 40n]),
  },
  {
    name: 'takes signatures for another claim',
    how: 'What members signed of one claim is recorded for another.',
    rules: ['observe'],
    tampering: [
      {
        file: escrow,
        at: 'bytes32 structHash = Panel.hash(key, member, o.measurement, o.report);',
        after: 'structHash = Panel.hash(_queue[0][0], member, o.measurement, o.report);',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      const first = await life.observed(40n)
      const second = await life.file()
      const observations = []
      for (const seat of MEMBERS.keys()) observations.push(await life.observation(first, seat, 40n))
      await life.attempt('insider', 'observe', [second, observations])
      await life.call('stranger', 'settle', [2n])
    },
  },
  {
    name: 'settles before the verdict stands',
    how: 'A claim is settled while members may still observe.',
    rules: ['settle'],
    tampering: [
      { file: 'parts/Docket.sol', at: '_phaseOf(claim, clocks) != Phase.Decided', expression: 'claim.settled' },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      const key = await life.file()
      await life.observe(key, [40n, 40n, 40n])
      await life.call('insider', 'settle', [1n])
      life.after(life.now + life.terms.verifyWithin)
      await life.call('stranger', 'settle', [1n])
    },
  },
  {
    name: 'settles out of order',
    how: 'The second claim is settled before the first.',
    rules: ['Q1'],
    tampering: [
      { file: 'parts/Docket.sol', at: 'key = _queue[0][_settled];', after: 'key = _queue[0][_settled ^ 1];' },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.observed(60n)
      await life.observed(70n)
      await life.call('stranger', 'settle', [2n])
    },
  },
  {
    name: 'passes a claim over',
    how: 'The first claim of the docket is never settled.',
    rules: ['Q1'],
    tampering: [
      {
        file: 'parts/Docket.sol',
        at: 'if (_settled == _filed) return 0;',
        after: 'if (_settled == 0 && _filed > 1) ++_settled;',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.observed(60n)
      await life.observed(70n)
      await life.call('stranger', 'settle', [2n])
    },
  },
  {
    name: 'settles twice',
    how: 'A claim that was settled and paid is settled and paid again.',
    rules: ['Q2'],
    tampering: [
      { file: 'parts/Docket.sol', at: '++_settled;', statement: '' },
      { file: 'parts/Docket.sol', at: 'claim.settled = true;', statement: '' },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.observed(20n)
      await life.call('stranger', 'settle', [1n])
      await life.attempt('insider', 'settle', [1n])
      await life.collect('payee')
    },
  },
  {
    name: 'pays a claim of nobody',
    how: 'A settlement is told, and paid to an insider, of a claim that nobody filed.',
    rules: ['settle', 'Q1', 'file', 'logs'],
    tampering: [
      {
        file: escrow,
        at: 'function assign(bytes32 key, address payee) external nonReentrant {',
        after: `if (key == bytes32(0)) { _credit(INSIDER, 10000000); _progress += 1; emit Settled(keccak256("nothing"), INSIDER, 1, _progress, 10000000, 0); return; }`,
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.attempt('insider', 'assign', [zeroHash, life.of('insider')])
      await life.collect('insider')
    },
  },
]
