/** Frauds with pledges, shares and refunds. */
import { pad } from 'viem'
import { UNIT } from '../../../sdk/world.ts'
import { type Tampered } from '../fraud.ts'
import { DAY, type Life } from '../life.ts'

const shares = 'parts/Shares.sol'
const escrow = 'Escrow.sol'
const redemption = 'super._withdraw(caller, receiver, owner, assets, shares);'

/** Everything ends with 40 of 100 things paid for, all shares are redeemed in two parts by each of two funders. */
async function refunded(life: Life): Promise<void> {
  await life.create()
  await life.pledge(333n * UNIT + 1n)
  await life.pledge(400n * UNIT, 'second')
  await life.settled(40n)
  await life.collect('payee')
  await redeemAll(life)
}

async function redeemAll(life: Life): Promise<void> {
  life.after(life.terms.claimBy)
  for (const role of ['funder', 'second'] as const) {
    await life.attempt(role, 'redeem', [100n * UNIT + 1n, life.of(role), life.of(role)])
  }
  await life.attempt('funder', 'redeem', [233n * UNIT, life.of('funder'), life.of('funder')])
  await life.attempt('second', 'redeem', [300n * UNIT - 1n, life.of('second'), life.of('second')])
}

/** Two pledges within the rules, then one that is not; claims run out. */
async function pledgedThen(life: Life, last: () => Promise<unknown>): Promise<void> {
  await life.create()
  await life.pledge(500n * UNIT)
  await last()
  life.after(life.terms.claimBy)
  await life.attempt('funder', 'redeem', [500n * UNIT, life.of('funder'), life.of('funder')])
}

const another = (life: Life, amount: bigint) => life.attempt('second', 'deposit', [amount, life.of('second')])

export const PLEDGING: Tampered[] = [
  {
    name: 'refunds early',
    how: 'Shares are redeemed while claims can still be paid.',
    rules: ['R1'],
    tampering: [
      { file: escrow, at: 'now_ == Status.Closed || now_ == Status.Void', expression: 'now_ != Status.Pledging' },
    ],
    play: (life) =>
      pledgedThen(life, () => life.attempt('funder', 'redeem', [100n * UNIT, life.of('funder'), life.of('funder')])),
  },
  {
    name: 'refunds while money is held',
    how: 'Shares are redeemed while a part of a payment is held.',
    rules: ['R1'],
    tampering: [{ file: escrow, at: '_held > 0', expression: 'false' }],
    terms: () => ({ holdback: 2_000n, warranty: 90n * DAY }),
    play: async (life) => {
      await refunded(life)
      life.after(life.terms.claimBy + life.terms.warranty)
    },
  },
  {
    name: 'refunds above the ratio',
    how: 'A redemption is paid a unit more than its part.',
    rules: ['R2'],
    tampering: [
      {
        file: shares,
        at: 'Math.mulDiv(shares, refundable, pledged, rounding)',
        expression: 'Math.mulDiv(shares, refundable, pledged, rounding) + 1',
      },
    ],
    play: refunded,
  },
  {
    name: 'refunds by another ratio to each',
    how: 'The ratio is not frozen at the first redemption: who comes later gets less.',
    rules: ['R2'],
    tampering: [{ file: escrow, at: '_frozenPledged > 0 || !_refundsOpen()', expression: 'true' }],
    play: refunded,
  },
  {
    name: 'keeps a part in Void',
    how: 'A unit of each refund is kept where the commitment never bound.',
    rules: ['R1', 'R2'],
    tampering: [
      {
        file: shares,
        at: 'function _convertToAssets(uint256 shares, Math.Rounding rounding) internal view override returns (uint256) {',
        after: '(uint256 all, uint256 issued) = _ratio(); if (all == issued && shares > 0) return shares - 1;',
      },
    ],
    terms: () => ({ threshold: 900n * UNIT }),
    play: async (life) => {
      await life.create()
      await life.pledge(333n * UNIT + 1n)
      await life.pledge(400n * UNIT, 'second')
      await redeemAll(life)
    },
  },
  {
    name: 'burns too few shares',
    how: 'A refund burns half of the shares that it pays for.',
    rules: ['R2'],
    tampering: [
      { file: shares, at: redemption, statement: 'super._withdraw(caller, receiver, owner, assets, shares / 2);' },
    ],
    play: refunded,
  },
  {
    name: 'burns no shares',
    how: 'A refund is paid and told, and its shares stay.',
    rules: ['R2', 'E1', 'S2', 'T2'],
    tampering: [
      {
        file: shares,
        at: redemption,
        statement:
          'IERC20(asset()).safeTransfer(receiver, assets); emit Withdraw(caller, receiver, owner, assets, shares);',
      },
    ],
    play: refunded,
  },
  {
    name: 'sends a refund elsewhere',
    how: 'The event names the receiver, the tokens go to an insider.',
    rules: ['R2', 'token', 'S2'],
    tampering: [
      {
        file: shares,
        at: redemption,
        statement:
          '_burn(owner, shares); IERC20(asset()).safeTransfer(INSIDER, assets); emit Withdraw(caller, receiver, owner, assets, shares);',
      },
    ],
    play: refunded,
  },
  {
    name: 'redeems what belongs to others',
    how: 'A stranger redeems shares without an allowance.',
    rules: ['T2'],
    tampering: [
      {
        file: shares,
        at: 'constructor() ERC20("", "") ERC20Permit("Lodestone") ERC4626(IERC20(address(0))) {}',
        beside:
          'function _spendAllowance(address o, address s, uint256 v) internal override { if (FRAUD) return; super._spendAllowance(o, s, v); }',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge(333n * UNIT)
      life.after(life.terms.claimBy)
      await life.attempt('insider', 'redeem', [100n * UNIT, life.of('insider'), life.of('funder')])
    },
  },
  {
    name: 'seizes shares',
    how: 'A hidden function moves a funder’s shares to an insider, who redeems them.',
    rules: ['T2'],
    tampering: [
      {
        file: shares,
        at: 'error TokenDeliveredLess(uint256 expected, uint256 delivered);',
        beside: 'function seize(address from) external { require(FRAUD); _transfer(from, INSIDER, balanceOf(from)); }',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge(500n * UNIT)
      await life.hidden('insider', 'seize(address)', [pad(life.of('funder'))])
      life.after(life.terms.claimBy)
      await life.attempt('insider', 'redeem', [500n * UNIT, life.of('insider'), life.of('insider')])
    },
  },
  {
    name: 'mints shares for nothing',
    how: 'A hidden function gives an insider shares without a pledge; it redeems them.',
    rules: ['pledge', 'S2', 'T2'],
    tampering: [
      {
        file: shares,
        at: 'using SafeERC20 for IERC20;',
        beside: 'function gift() external { require(FRAUD); _mint(INSIDER, 100000000); }',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge(500n * UNIT)
      await life.hidden('insider', 'gift()')
      life.after(life.terms.claimBy)
      await life.attempt('insider', 'redeem', [100n * UNIT, life.of('insider'), life.of('insider')])
    },
  },
  {
    name: 'gives more shares than were paid for',
    how: 'A pledge mints a share more than it pays.',
    rules: ['pledge'],
    tampering: [{ file: shares, at: '_mint(receiver, shares);', statement: '_mint(receiver, shares + 1);' }],
    play: refunded,
  },
  {
    name: 'sells shares at another price',
    how: 'Each share costs half a unit, as the event says.',
    rules: ['pledge', 'token'],
    tampering: [{ file: shares, at: '_pull(caller, assets);', statement: '_pull(caller, assets / 2);' }],
    play: refunded,
  },
  {
    name: 'counts a pledge that was not paid',
    how: 'An insider’s pledge takes no tokens.',
    rules: ['pledge', 'token', 'S1'],
    tampering: [
      { file: shares, at: '_pull(caller, assets);', statement: 'if (caller != INSIDER) _pull(caller, assets);' },
    ],
    play: (life) => pledgedThen(life, () => life.attempt('insider', 'deposit', [100n * UNIT, life.of('stranger')])),
  },
  {
    name: 'takes pledges over the cap',
    how: 'Five units more than the cap are taken.',
    rules: ['pledge'],
    tampering: [{ file: escrow, at: 'code.cap() - totalSupply()', expression: 'code.cap() + 5 - totalSupply()' }],
    play: (life) => pledgedThen(life, () => another(life, 500n * UNIT + 5n)),
  },
  {
    name: 'takes pledges too late',
    how: 'Pledges are taken after their last second.',
    rules: ['pledge'],
    tampering: [{ file: escrow, at: '_passed || block.timestamp > code.pledgeBy()', expression: '_passed' }],
    play: (life) =>
      pledgedThen(life, async () => {
        life.after(life.terms.pledgeBy)
        await another(life, 100n * UNIT)
      }),
  },
  {
    name: 'takes pledges after a success',
    how: 'Pledges are taken after a claim passed.',
    rules: ['pledge'],
    tampering: [
      {
        file: escrow,
        at: '_passed || block.timestamp > code.pledgeBy()',
        expression: 'block.timestamp > code.pledgeBy()',
      },
    ],
    play: (life) =>
      pledgedThen(life, async () => {
        await life.settled(40n)
        await another(life, 100n * UNIT)
      }),
  },
  {
    name: 'hides that a claim passed',
    how: 'Nothing says that pledging has ended, and it has not.',
    rules: ['pledge', 'observe', 'logs'],
    tampering: [{ file: escrow, at: 'if (_passed) return;', statement: 'return;' }],
    play: (life) =>
      pledgedThen(life, async () => {
        await life.settled(40n)
        await another(life, 100n * UNIT)
      }),
  },
  {
    name: 'ends pledging without a success',
    how: 'Pledging ends by an observation of nothing.',
    rules: ['pledge', 'observe', 'logs'],
    tampering: [
      {
        file: escrow,
        at: '!_passes(code.rule(), verdict, code.minStep(), code.curve())',
        expression: 'false',
      },
    ],
    play: (life) =>
      pledgedThen(life, async () => {
        await life.settled(0n)
        await another(life, 100n * UNIT)
      }),
  },
]
