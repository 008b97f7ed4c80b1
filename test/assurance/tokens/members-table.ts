/**
 * The specification: what the escrow does with every kind of member and arbiter. members.ts makes them, members.test.ts executes each
 * cell, docs/tokens.md is written from it.
 */

/** An observation of this member, submitted alone. */
export type Alone = 'recorded' | 'skipped'
/** The same in one call with good observations of the others, the bad one first: what happens to the others is always the same. */
export type InBatch = 'recorded, the others too' | 'skipped, the others are recorded'
/** The same account as arbiter of a challenged claim. */
export type AsArbiter = 'rules' | 'cannot rule: the verdict stands'

export interface MemberRow {
  label: string
  alone: Alone
  inBatch: InBatch
  asArbiter: AsArbiter
}

const row = (label: string, alone: Alone, asArbiter: AsArbiter): MemberRow => ({
  label,
  alone,
  inBatch: alone === 'recorded' ? 'recorded, the others too' : 'skipped, the others are recorded',
  asArbiter,
})

const MUTE = 'cannot rule: the verdict stands'

/** Every kind of member, by name. */
export const MEMBERS = {
  gasBurner: row('contract that burns all gas it is given', 'skipped', MUTE),
  bombOfGarbage: row('contract that returns 400 kB of something else', 'skipped', MUTE),
  bombOfMagic: row('contract that answers rightly, with 400 kB', 'recorded', MUTE),
  bombReverting: row('contract that reverts with 400 kB that begin with the right answer', 'skipped', MUTE),
  shortAnswer: row('contract that answers the 4 right bytes and no whole word', 'skipped', MUTE),
  reverting: row('contract that reverts', 'skipped', MUTE),
  permissive: row('contract that takes everything for signed', 'recorded', MUTE),
  stateChanging: row('contract that writes when it is asked', 'skipped', MUTE),
  reentrantWrite: row('contract that calls `observe` back when it is asked', 'skipped', MUTE),
  reentrantView: row('contract that reads the escrow when it is asked', 'recorded', MUTE),
  codeGone: row('contract whose code is gone', 'skipped', MUTE),
  codeLater: row('contract that did not exist when the escrow was made', 'recorded', MUTE),
  delegatedRefusing: row('EOA with a delegate (EIP-7702) that refuses everything', 'recorded', 'rules'),
  delegatedPermissive: row('EOA with a delegate that takes everything, own signature', 'recorded', 'rules'),
  delegatedForged: row('EOA with a delegate that takes everything, signature of another', 'skipped', 'rules'),
  safe: row('Safe 1.5, signed by 2 of 3 owners', 'recorded', 'rules'),
  safeOneOwner: row('Safe 1.5, signed by 1 of 3 owners', 'skipped', MUTE),
} satisfies Record<string, MemberRow>

export type MemberName = keyof typeof MEMBERS
