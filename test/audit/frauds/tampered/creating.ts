/** Frauds with the terms and where they stand. */
import { stringToHex } from 'viem'
import { UNIT } from '../../../sdk/world.ts'
import { type Tampered } from '../fraud.ts'

const factory = 'EscrowFactory.sol'
const escrow = 'Escrow.sol'
const rules = 'TermsRules.check(terms);'

export const CREATING: Tampered[] = [
  {
    name: 'publishes another document',
    how: 'The text that is published is not the one that the terms name.',
    rules: ['document'],
    tampering: [{ file: factory, at: 'keccak256(document) != terms.outcome', expression: 'false' }],
    play: async (life) => {
      if (!(await life.tryCreate(life.terms, stringToHex('{"title":"another outcome"}')))) await life.create()
      await life.pledge()
    },
  },
  {
    name: 'takes a quorum of one',
    how: 'Terms are out of bounds: one of five members decides.',
    rules: ['bounds'],
    tampering: [{ file: factory, at: rules, statement: '' }],
    play: async (life) => {
      if (!(await life.tryCreate({ ...life.terms, quorum: 1n }))) await life.create()
      await life.pledge()
    },
  },
  {
    name: 'takes a curve that pays for nothing',
    how: 'Terms are out of bounds: measurement 0 has a price.',
    rules: ['bounds'],
    tampering: [{ file: factory, at: rules, statement: '' }],
    play: async (life) => {
      const curve = [
        { measurement: 0n, price: 5n * UNIT },
        { measurement: 100n, price: 1_000n * UNIT },
      ]
      if (!(await life.tryCreate({ ...life.terms, curve }))) await life.create()
      await life.pledge()
    },
  },
  {
    name: 'makes the arbiter a member',
    how: 'Terms are out of bounds: the arbiter sits on the panel.',
    rules: ['bounds'],
    tampering: [{ file: factory, at: rules, statement: '' }],
    play: async (life) => {
      const change = { arbiter: life.terms.panel[0]!, challengeWithin: 86_400n, arbitrateWithin: 86_400n }
      if (!(await life.tryCreate({ ...life.terms, ...change }))) await life.create()
      await life.pledge()
    },
  },
  {
    name: 'puts the escrow at another address',
    how: 'The address is no commitment to the terms: another salt makes it.',
    rules: ['T1'],
    tampering: [
      {
        file: factory,
        at: 'Clones.cloneDeterministicWithImmutableArgs(implementation, TermsCode.pack(terms), 0)',
        expression:
          'Clones.cloneDeterministicWithImmutableArgs(implementation, TermsCode.pack(terms), bytes32(uint256(1)))',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
    },
  },
  {
    name: 'tells of an escrow that is none',
    how: 'The factory names an account without code as an escrow.',
    rules: ['T1'],
    tampering: [
      {
        file: factory,
        at: 'emit Created(escrow, terms.outcome, msg.sender, document);',
        statement: 'emit Created(INSIDER, terms.outcome, msg.sender, document);',
      },
    ],
    play: async (life) => {
      await life.create()
    },
  },
  {
    name: 'changes the terms',
    how: 'A hidden function makes one member enough from then on.',
    rules: ['V1', 'T1'],
    tampering: [
      {
        file: escrow,
        at: 'address private immutable IMPLEMENTATION = address(this);',
        beside: 'function amend() external { require(FRAUD); _owed[address(1)] = 1; }',
      },
      {
        file: escrow,
        at: 'if (address(this) == IMPLEMENTATION) revert NotAnEscrow();',
        // The quorum is the last byte of the second word.
        after:
          'if (_owed[address(1)] == 1) { bytes memory changed = Clones.fetchCloneArgs(address(this)); changed[63] = 0x01; return Memory.asSlice(changed); }',
      },
    ],
    play: async (life) => {
      await life.create()
      await life.pledge()
      await life.hidden('insider', 'amend()')
      const key = await life.file('rival')
      await life.observe(key, [90n])
      life.after(life.now + life.terms.verifyWithin)
      await life.call('stranger', 'settle', [1n])
    },
  },
]
