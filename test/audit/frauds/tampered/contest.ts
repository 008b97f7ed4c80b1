/** Frauds with the ranks and prizes of a contest. */
import { UNIT } from '../../../sdk/world.ts'
import { type Tampered } from '../fraud.ts'
import { DAY, type Life } from '../life.ts'

const escrow = 'Escrow.sol'
const pool = 'parts/Pool.sol'

const contest = () => ({
  rule: 2,
  curve: [
    { measurement: 0n, price: 0n },
    { measurement: 1n, price: 600n * UNIT },
    { measurement: 2n, price: 1_000n * UNIT },
  ],
  minStep: 10n,
})

/** Three claims with these scores, settled; then claims end and prizes are awarded, twice if that goes. */
async function awarded(life: Life, scores: readonly bigint[]): Promise<void> {
  await life.create()
  await life.pledge()
  for (const score of scores) await life.settled(score)
  life.after(life.terms.claimBy)
  await life.attempt('stranger', 'award', [])
  await life.attempt('insider', 'award', [])
  await life.collect('payee')
}

export const CONTEST: Tampered[] = [
  {
    name: 'pays the worse claim',
    how: 'The first prize goes to the worst claim that is ranked.',
    rules: ['award'],
    tampering: [
      { file: escrow, at: '_queue[0][_ranks[r - 1].index]', expression: '_queue[0][_ranks[ranked - r].index]' },
    ],
    terms: contest,
    play: (life) => awarded(life, [30n, 50n, 40n]),
  },
  {
    name: 'ranks the later of equals first',
    how: 'Of equal scores the later one wins.',
    rules: ['award'],
    tampering: [{ file: pool, at: '_ranks[i - 1].score < score', expression: '_ranks[i - 1].score <= score' }],
    terms: contest,
    play: (life) => awarded(life, [40n, 40n]),
  },
  {
    name: 'awards twice',
    how: 'The prizes are paid a second time.',
    rules: ['award'],
    tampering: [
      { file: escrow, at: 'ranked == 0 || _progress > 0 || !_allSettled(code)', expression: '!_allSettled(code)' },
      {
        file: escrow,
        at: 'if (ranked == 0 || _progress > 0 || !_allSettled(code)) revert NothingToAward();',
        after: '_progress = 0;',
      },
    ],
    terms: contest,
    play: (life) => awarded(life, [30n, 50n]),
  },
  {
    name: 'awards too early',
    how: 'Prizes are awarded while claims can still be filed.',
    rules: ['award'],
    tampering: [
      {
        file: escrow,
        at: 'ranked == 0 || _progress > 0 || !_allSettled(code)',
        expression: 'ranked == 0 || _progress > 0',
      },
    ],
    terms: contest,
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.settled(30n)
      await life.attempt('insider', 'award', [])
      life.after(life.terms.claimBy)
      await life.attempt('insider', 'award', [])
    },
  },
  {
    name: 'pays another prize',
    how: 'The first prize is a unit more than the curve says.',
    rules: ['award'],
    tampering: [
      {
        file: escrow,
        at: '_paid(curve, pledged_) - before',
        expression: '_paid(curve, pledged_) - before + (r == 1 ? 1 : 0)',
      },
    ],
    terms: contest,
    play: (life) => awarded(life, [30n, 50n]),
  },
  {
    name: 'awards what did not rank',
    how: 'A score below the lowest that ranks is given a prize.',
    rules: ['award'],
    tampering: [{ file: escrow, at: 'score < code.minStep()', expression: 'score == 0' }],
    terms: contest,
    play: (life) => awarded(life, [50n, 9n]),
  },
  {
    name: 'ignores the last call',
    how: 'Claims are filed after a last call has ended them.',
    rules: ['file'],
    tampering: [{ file: escrow, at: 'lastCallEnd == 0 ? code.claimBy() : lastCallEnd', expression: 'code.claimBy()' }],
    terms: () => ({ ...contest(), lastCall: 5n * DAY }),
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.settled(30n)
      life.after(life.now + life.terms.lastCall)
      if (await life.tryFile('insider')) {
        life.after(life.now + life.terms.verifyWithin)
        await life.call('stranger', 'settle', [1n])
      }
      life.after(life.terms.claimBy)
      await life.attempt('stranger', 'award', [])
    },
  },
]
