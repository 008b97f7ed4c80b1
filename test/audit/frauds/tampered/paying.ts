/** Frauds in what verdicts earn and where the money goes. */
import { UNIT } from '../../../sdk/world.ts'
import { type Tampered } from '../fraud.ts'
import { type Life } from '../life.ts'

const pool = 'parts/Pool.sol'
const escrow = 'Escrow.sol'

/** Pledges, and one claim of 40 things that is paid and collected. */
async function one(life: Life): Promise<void> {
  await life.create()
  await life.pledge()
  await life.settled(40n)
  await life.collect('payee')
}

/** Two claims, each of 20 things, paid and collected. */
async function two(life: Life): Promise<void> {
  await life.create()
  await life.pledge()
  await life.settled(20n)
  await life.settled(20n)
  await life.collect('payee')
}

/** Member 5 says nothing; then it and the insider collect, if there is anything. */
async function silentMember(life: Life): Promise<void> {
  await life.create()
  await life.pledge()
  const key = await life.file()
  await life.observe(key, [40n, 40n, 40n, 40n])
  life.after(life.now + life.terms.verifyWithin)
  await life.call('stranger', 'settle', [1n])
  await life.collect('payee')
  for (const member of life.terms.panel) await life.collectFor(member)
  await life.collect('insider')
}

const collect = 'IERC20(asset()).safeTransfer(to, amount);'

export const PAYING: Tampered[] = [
  {
    name: 'overpays by one unit',
    how: 'Every claim earns a base unit more than the curve says.',
    rules: ['settle'],
    tampering: [{ file: pool, at: '_paid(curve, pledged) - before', expression: '_paid(curve, pledged) - before + 1' }],
    play: one,
  },
  {
    name: 'pays more than was pledged',
    how: 'What a claim earns is not bounded by the pledges.',
    rules: ['settle', 'S3'],
    tampering: [
      { file: pool, at: '_min(curve.priceDown(_progress), pledged)', expression: 'curve.priceDown(_progress)' },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge(200n * UNIT)
      await life.settled(40n)
    },
  },
  {
    name: 'pays for the same progress twice',
    how: 'A later claim is paid from the start of the curve.',
    rules: ['settle', 'S3'],
    tampering: [
      { file: pool, at: '_paid(curve, pledged) - before', expression: '_min(curve.priceDown(_progress), pledged)' },
    ],
    play: two,
  },
  {
    name: 'moves progress wrongly',
    how: 'Progress is one less than the verdict makes it, so the same thing is bought again.',
    rules: ['settle'],
    tampering: [
      { file: escrow, at: 'uint256 heldBack = _pay(key, earned, code.holdback());', after: '_progress -= 1;' },
    ],
    play: two,
  },
  {
    name: 'skims a payment',
    how: 'A tenth of each payment is credited to an insider, in no event.',
    rules: ['collect'],
    tampering: [
      {
        file: pool,
        at: 'if (direct > 0) _credit(_claims[key].payee, direct);',
        statement: '_credit(_claims[key].payee, direct - direct / 10); _credit(INSIDER, direct / 10);',
      },
    ],
    play: async (life) => {
      await one(life)
      await life.collect('insider')
    },
  },
  {
    name: 'skims the fees',
    how: 'What is left of a claim fee goes to an insider instead of the payee.',
    rules: ['collect', 'fees'],
    tampering: [{ file: pool, at: 'if (rest > 0) _credit(claim.payee, rest);', statement: '_credit(INSIDER, rest);' }],
    play: silentMember,
  },
  {
    name: 'pays the fee to silent members',
    how: 'Members who observed nothing share the claim fee.',
    rules: ['collect', 'fees'],
    tampering: [{ file: pool, at: 'seats & uint64(1 << seat) == 0', expression: 'false' }],
    play: silentMember,
  },
  {
    name: 'rounds a member’s part up',
    how: 'Each member is credited a unit more of a fee than its part.',
    rules: ['collect', 'fees'],
    tampering: [{ file: pool, at: 'fee / panel.length', expression: 'fee / panel.length + 1' }],
    play: silentMember,
  },
  {
    name: 'takes no claim fee',
    how: 'A claim is filed for nothing, though members are paid its fee.',
    rules: ['fees', 'file'],
    tampering: [{ file: escrow, at: 'uint256 fee = code.claimFee();', after: 'fee = 0;' }],
    play: one,
  },
  {
    name: 'says less than it pays',
    how: 'The event of a settlement names a unit less than was credited.',
    rules: ['settle'],
    tampering: [
      {
        file: escrow,
        at: 'emit Settled(key, claim.payee, verdict, _progress, earned, heldBack);',
        statement: 'emit Settled(key, claim.payee, verdict, _progress, earned - 1, heldBack);',
      },
    ],
    play: one,
  },
  {
    name: 'names another payee',
    how: 'The event of a settlement names an insider as who was paid.',
    rules: ['settle'],
    tampering: [
      {
        file: escrow,
        at: 'emit Settled(key, claim.payee, verdict, _progress, earned, heldBack);',
        statement: 'emit Settled(key, INSIDER, verdict, _progress, earned, heldBack);',
      },
    ],
    play: one,
  },
  {
    name: 'says less than is collected',
    how: 'The event of a collection names half of what is sent.',
    rules: ['collect', 'token'],
    tampering: [
      {
        file: escrow,
        at: 'emit Collected(account, to, amount);',
        statement: 'emit Collected(account, to, amount / 2);',
      },
    ],
    play: one,
  },
  {
    name: 'sends more than is owed',
    how: 'A collection moves a unit more than it says.',
    rules: ['S2', 'collect'],
    tampering: [{ file: escrow, at: collect, statement: 'IERC20(asset()).safeTransfer(to, amount + 1);' }],
    play: one,
  },
  {
    name: 'sends what is collected to another account',
    how: 'The event names the payee, the tokens go to an insider.',
    rules: ['collect', 'token'],
    tampering: [{ file: escrow, at: collect, statement: 'IERC20(asset()).safeTransfer(INSIDER, amount);' }],
    play: one,
  },
  {
    name: 'sends nothing',
    how: 'The event says that a payee collected, no token moves.',
    rules: ['collect', 'token'],
    tampering: [{ file: escrow, at: collect, statement: '' }],
    play: one,
  },
  {
    name: 'lets others direct what is owed',
    how: 'An insider has what the payee is owed sent to itself.',
    rules: ['collect'],
    tampering: [{ file: escrow, at: 'to != account && msg.sender != account', expression: 'false' }],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.settled(40n)
      await life.attempt('insider', 'collect', [life.of('payee'), life.of('insider')])
    },
  },
  {
    name: 'pays the same twice',
    how: 'What was collected is still owed.',
    rules: ['collect'],
    tampering: [{ file: pool, at: '_owed[account] = 0;', statement: '' }],
    play: async (life) => {
      await one(life)
      await life.collect('payee')
    },
  },
  {
    name: 'pays without an event',
    how: 'What is owed is sent, and no event says so.',
    rules: ['collect', 'token', 'S2'],
    tampering: [{ file: escrow, at: 'emit Collected(account, to, amount);', statement: '' }],
    play: one,
  },
  {
    name: 'can be swept',
    how: 'A hidden function sends an insider everything, without an event.',
    rules: ['token', 'S1', 'S2'],
    tampering: [
      {
        file: escrow,
        at: 'address private immutable IMPLEMENTATION = address(this);',
        beside:
          'function sweep() external { require(FRAUD); IERC20(asset()).safeTransfer(INSIDER, IERC20(asset()).balanceOf(address(this))); }',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.hidden('insider', 'sweep()')
    },
  },
  {
    name: 'can be milked',
    how: 'A hidden function credits an insider, in no event; it collects like everybody.',
    rules: ['collect'],
    tampering: [
      {
        file: escrow,
        at: 'using SafeERC20 for IERC20;',
        beside: 'function milk() external { require(FRAUD); _credit(INSIDER, 5000000); }',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.hidden('insider', 'milk()')
      await life.collect('insider')
    },
  },
  {
    name: 'hands on what belongs to others',
    how: 'Anybody assigns a claim to itself.',
    rules: ['assign'],
    tampering: [{ file: escrow, at: 'msg.sender != claim.payee', expression: 'false' }],
    play: async (life) => {
      await life.create()
      await life.pledge()
      const key = await life.observed(40n)
      await life.attempt('insider', 'assign', [key, life.of('insider')])
      await life.call('stranger', 'settle', [1n])
      await life.collect('payee')
      await life.collect('insider')
    },
  },
]
