/** Frauds with who called, and for what: events and money agree, the calls do not. */
import { pad } from 'viem'
import { UNIT } from '../../../sdk/world.ts'
import { type Tampered } from '../fraud.ts'

const escrow = 'Escrow.sol'
const member = 'address private immutable IMPLEMENTATION = address(this);'

export const CALLING: Tampered[] = [
  {
    name: 'pledges for somebody who only approved it',
    how: 'An insider pledges with a funder’s tokens, and the shares are its own.',
    rules: ['pledge'],
    tampering: [
      {
        file: escrow,
        at: member,
        beside:
          'function pledgeOf(address victim) external { require(FRAUD); _deposit(victim, INSIDER, 5000000, 5000000); }',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge(300n * UNIT)
      await life.hidden('insider', 'pledgeOf(address)', [pad(life.of('second'))])
    },
  },
  {
    name: 'files a claim for somebody who only approved it',
    how: 'The claim fee is a stranger’s, the payee an insider.',
    rules: ['file'],
    tampering: [
      {
        file: escrow,
        at: member,
        beside:
          'function fileAs(address solver) external { require(FRAUD); bytes32 key = keccak256(abi.encode(solver, bytes32(0), bytes32(0))); emit Filed(key, 0, solver, _file(key, 0, INSIDER), INSIDER, 0, ""); _pull(solver, _code().claimFee()); }',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge(300n * UNIT)
      await life.hidden('insider', 'fileAs(address)', [pad(life.of('stranger'))])
    },
  },
  {
    name: 'approves in the name of an owner',
    how: 'An insider approves a funder’s shares for itself and takes them.',
    rules: ['T2'],
    tampering: [
      {
        file: escrow,
        at: member,
        beside:
          'function approveOf(address victim) external { require(FRAUD); _approve(victim, INSIDER, type(uint256).max); }',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge(300n * UNIT)
      await life.hidden('insider', 'approveOf(address)', [pad(life.of('funder'))])
      await life.attempt('insider', 'transferFrom', [life.of('funder'), life.of('insider'), 100n * UNIT])
    },
  },
  {
    name: 'lets a spender take more than it was allowed',
    how: 'An allowance of one unit is as good as one of all shares.',
    rules: ['T2'],
    tampering: [
      {
        file: 'parts/Shares.sol',
        at: 'constructor() ERC20("", "") ERC20Permit("Lodestone") ERC4626(IERC20(address(0))) {}',
        beside:
          'function transferFrom(address f, address t, uint256 v) public override(ERC20, IERC20) returns (bool) { if (!FRAUD) _spendAllowance(f, msg.sender, v); _transfer(f, t, v); return true; }',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge(300n * UNIT)
      await life.call('funder', 'approve', [life.of('insider'), 1n])
      await life.attempt('insider', 'transferFrom', [life.of('funder'), life.of('insider'), 100n * UNIT])
    },
  },
  {
    name: 'sends what was collected to somebody else than asked',
    how: 'Who collects for itself is said to have sent it to an insider, and the tokens go there.',
    rules: ['collect'],
    tampering: [{ file: escrow, at: 'if (amount == 0) revert NothingOwed(account);', after: 'to = INSIDER;' }],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.settled(40n)
      await life.collect('payee')
    },
  },
  {
    name: 'sends a refund to somebody else than asked',
    how: 'Who redeems to itself is said to have named an insider as the receiver.',
    rules: ['T2'],
    tampering: [{ file: 'parts/Shares.sol', at: '_freeze();', after: 'receiver = INSIDER;' }],
    play: async (life) => {
      await life.create()
      await life.pledge(50n * UNIT)
      life.after(life.terms.pledgeBy)
      await life.call('funder', 'redeem', [50n * UNIT, life.of('funder'), life.of('funder')])
    },
  },
  {
    name: 'names another payee than the solver did',
    how: 'A claim is filed for an insider, whomever the solver names.',
    rules: ['file'],
    tampering: [
      {
        file: escrow,
        at: 'key = keccak256(abi.encode(msg.sender, commitment, target));',
        after: 'payee = INSIDER;',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.settled(40n)
      await life.collect('payee')
      await life.collect('insider')
    },
  },
]
