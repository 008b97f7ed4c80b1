/** Frauds with claims that are filed, challenged and ruled on. */
import { UNIT } from '../../../sdk/world.ts'
import { type Tampered } from '../fraud.ts'
import { DAY, type Life } from '../life.ts'

const escrow = 'Escrow.sol'
const docket = 'parts/Docket.sol'

const arbitrated = (life: { of: Life['of'] }) => ({
  arbiter: life.of('arbiter'),
  challengeWithin: 3n * DAY,
  arbitrateWithin: 5n * DAY,
  challengeFee: 5n * UNIT,
})
/** The embedded chain's sixth account. */
const ARBITER = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc'
const terms = () => arbitrated({ of: () => ARBITER })

/** A claim that is observed, challenged and, by whom and as `rule` says, ruled on; then settled and paid. */
async function disputed(life: Life, rule: (key: `0x${string}`) => Promise<unknown>): Promise<void> {
  await life.create()
  await life.pledge()
  const key = await life.observed(40n)
  await life.call('stranger', 'challenge', [key, 'It is not so.'])
  await rule(key)
  life.after(life.now + life.terms.arbitrateWithin)
  await life.call('stranger', 'settle', [1n])
  await life.collect('arbiter', 'stranger')
  await life.collect('payee')
  await life.collect('insider')
}

const rules =
  (measurement: bigint, by: 'arbiter' | 'insider' = 'arbiter') =>
  (life: Life) =>
    disputed(life, (key) => life.attempt(by, 'rule', [key, measurement, 'It was looked at.']))

export const DISPUTES: Tampered[] = [
  {
    name: 'rules above the highest',
    how: 'The arbiter sets what no member observed.',
    rules: ['rule', 'V1'],
    tampering: [{ file: docket, at: 'measurement > highest', expression: 'false' }],
    terms,
    play: rules(90n),
  },
  {
    name: 'lets another rule',
    how: 'An insider rules instead of the arbiter, and is paid for it.',
    rules: ['rule', 'collect'],
    tampering: [{ file: escrow, at: 'msg.sender != code.arbiter()', expression: 'false' }],
    terms,
    play: rules(10n, 'insider'),
  },
  {
    name: 'rules unchallenged',
    how: 'The arbiter rules on what nobody challenged.',
    rules: ['rule'],
    tampering: [
      {
        file: escrow,
        at: '_requirePhase(key, _clocks(code), Phase.Arbitrating)',
        expression: '_claims[key]',
      },
    ],
    terms,
    play: async (life) => {
      await life.create()
      await life.pledge()
      const key = await life.observed(40n)
      await life.attempt('arbiter', 'rule', [key, 10n, 'It was looked at.'])
      life.after(life.now + life.terms.challengeWithin)
      await life.call('stranger', 'settle', [1n])
    },
  },
  {
    name: 'rules after the deadline',
    how: 'A ruling is taken when its time is over.',
    rules: ['rule'],
    tampering: [
      {
        file: docket,
        at: 'block.timestamp <= challengedAt + clocks.arbitrateWithin',
        expression: 'block.timestamp <= challengedAt + clocks.arbitrateWithin + 1 days',
      },
    ],
    terms,
    play: (life) =>
      disputed(life, async (key) => {
        life.after(life.now + life.terms.arbitrateWithin)
        await life.attempt('arbiter', 'rule', [key, 10n, 'It was looked at.'])
        life.after(life.now + DAY)
      }),
  },
  {
    name: 'ignores a ruling',
    how: 'A claim is settled as its members observed, whatever the arbiter ruled.',
    rules: ['V1', 'V2', 'settle', 'rule'],
    tampering: [
      { file: docket, at: 'claim.ruled ? claim.ruling : claim.tally[quorum]', expression: 'claim.tally[quorum]' },
    ],
    terms,
    play: rules(10n),
  },
  {
    name: 'keeps the arbiter’s fee',
    how: 'The fee of a challenge goes to an insider, in no event.',
    rules: ['collect', 'fees'],
    tampering: [
      {
        file: escrow,
        at: '_credit(msg.sender, code.challengeFee());',
        statement: '_credit(INSIDER, code.challengeFee());',
      },
    ],
    terms,
    play: rules(10n),
  },
  {
    name: 'shares the fee of a ruling twice',
    how: 'The fee of a challenge is paid to the arbiter and to the members as well.',
    rules: ['collect', 'fees'],
    tampering: [{ file: escrow, at: 'claim.challengedAt == 0 || claim.ruled', expression: 'claim.challengedAt == 0' }],
    terms,
    play: async (life) => {
      await rules(10n)(life)
      for (const member of life.terms.panel) await life.collectFor(member)
    },
  },
  {
    name: 'challenges after the deadline',
    how: 'A verdict that stood is challenged and ruled away.',
    rules: ['challenge'],
    tampering: [
      {
        file: docket,
        at: 'block.timestamp <= observingEnd + clocks.challengeWithin',
        expression: 'block.timestamp <= observingEnd + clocks.challengeWithin + 1 days',
      },
    ],
    terms,
    play: async (life) => {
      await life.create()
      await life.pledge()
      const key = await life.observed(40n)
      life.after(life.now + life.terms.challengeWithin)
      await life.attempt('insider', 'challenge', [key, 'It is not so.'])
      await life.attempt('arbiter', 'rule', [key, 0n, 'It was looked at.'])
      await life.call('stranger', 'settle', [1n])
    },
  },
  {
    name: 'challenges twice',
    how: 'A claim is challenged again, which gives the arbiter more time.',
    rules: ['challenge'],
    tampering: [
      {
        file: escrow,
        at: '_requirePhase(key, _clocks(code), Phase.Challenging)',
        expression: '_claims[key]',
      },
    ],
    terms,
    play: (life) =>
      disputed(life, async (key) => {
        life.after(life.now + DAY)
        await life.attempt('insider', 'challenge', [key, 'Again.'])
      }),
  },
  {
    name: 'takes no challenge fee',
    how: 'A challenge costs nothing, though the arbiter is paid its fee.',
    rules: ['fees', 'challenge'],
    tampering: [{ file: escrow, at: 'uint256 fee = code.challengeFee();', after: 'fee = 0;' }],
    terms,
    play: rules(10n),
  },
  {
    name: 'files after the end',
    how: 'A claim is filed when claims have ended.',
    rules: ['file'],
    tampering: [{ file: escrow, at: 'if (block.timestamp > end) revert ClaimsEnded(end);', statement: '' }],
    play: async (life) => {
      await life.create()
      await life.pledge()
      life.after(life.terms.claimBy)
      await life.tryFile('insider')
      life.after(life.now + life.terms.verifyWithin)
      await life.attempt('stranger', 'settle', [1n])
    },
  },
  {
    name: 'files before the commitment binds',
    how: 'A claim is filed while the pledges are below the threshold.',
    rules: ['file'],
    tampering: [
      {
        file: escrow,
        at: 'if (pledged_ < code.threshold()) revert NotBinding(pledged_, code.threshold());',
        statement: '',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge(50n * UNIT)
      await life.tryFile('insider')
      life.after(life.now + life.terms.verifyWithin)
      await life.attempt('stranger', 'settle', [1n])
    },
  },
  {
    name: 'files for nobody',
    how: 'The payee of a claim is forgotten as it is filed.',
    rules: ['file'],
    tampering: [
      {
        file: escrow,
        at: 'key = keccak256(abi.encode(msg.sender, commitment, target));',
        after: 'payee = address(0);',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.settled(40n)
      await life.collect('payee')
    },
  },
  {
    name: 'takes a key again',
    how: 'A claim is filed under a key that was used, so its signatures count twice.',
    rules: ['file'],
    tampering: [{ file: docket, at: 'claim.filedAt != 0', expression: 'false' }],
    play: async (life) => {
      await life.create()
      await life.pledge()
      const { commitment, key } = life.fresh()
      await life.tryFile('solver', commitment)
      await life.observe(key, [40n, 40n, 40n])
      await life.tryFile('solver', commitment)
      life.after(life.now + life.terms.verifyWithin)
      await life.call('stranger', 'settle', [2n])
    },
  },
  {
    name: 'gives a claim another place',
    how: 'A claim is told at another place in the docket than it has.',
    rules: ['file', 'Q1'],
    tampering: [
      {
        file: escrow,
        at: 'emit Filed(key, target, msg.sender, index, payee, commitment, uri);',
        statement: 'emit Filed(key, target, msg.sender, index + 1, payee, commitment, uri);',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.settled(40n)
    },
  },
  {
    name: 'files for another solver',
    how: 'A claim is told to be an insider’s.',
    rules: ['file'],
    tampering: [
      {
        file: escrow,
        at: 'emit Filed(key, target, msg.sender, index, payee, commitment, uri);',
        statement: 'emit Filed(key, target, INSIDER, index, payee, commitment, uri);',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.settled(40n)
    },
  },
]
