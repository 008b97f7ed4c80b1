/** The own checks: what other tools miss of the rules that this protocol stands on. */
import { forbiddenOpcodes } from './bytecode.ts'
import { callsWhereNoneMayBe, revertsOfSettling, unguarded, writesAfterCalls } from './escrowChecks.ts'
import { type Accepted, type Finding, unaccepted } from './findings.ts'
import { MEANT } from './meant.ts'
import * as source from './sourceChecks.ts'
import type { Program } from './tree.ts'

export interface Check {
  name: string
  /** What holds if it passes. */
  title: string
  find(program: Program): Finding[]
  accepted: readonly Accepted[]
}

export const CHECKS: readonly Check[] = [
  {
    name: 'guard',
    title: 'every entry point of the escrow that changes something has the re-entrancy guard',
    find: (program) => unguarded(program, 'Escrow'),
    accepted: MEANT.unguarded,
  },
  {
    name: 'order',
    title: 'no entry point of the escrow writes storage after it called another contract',
    find: (program) => writesAfterCalls(program, 'Escrow'),
    accepted: [],
  },
  {
    name: 'calls',
    title: 'settle, settleBreaks, award, release, rule and assign call no other contract',
    find: (program) => callsWhereNoneMayBe(program, 'Escrow'),
    accepted: [],
  },
  {
    name: 'settling',
    title: 'settling reverts at the implementation and within itself only',
    find: (program) => revertsOfSettling(program, 'Escrow'),
    accepted: MEANT.revertsOfSettling,
  },
  {
    name: 'balance',
    title: 'the books are internal: a contract looks at its own balance only around a transfer',
    find: source.ownBalances,
    accepted: MEANT.ownBalances,
  },
  {
    name: 'constructs',
    title: 'no selfdestruct, delegatecall, low-level call, tx.origin, block number, unchecked block or assembly',
    find: source.unwanted,
    accepted: MEANT.unwanted,
  },
  {
    name: 'loops',
    title: 'every loop has a bound that no stranger can raise',
    find: source.loops,
    accepted: MEANT.loops,
  },
  {
    name: 'casts',
    title: 'every conversion to fewer bits keeps the value',
    find: source.narrowings,
    accepted: MEANT.narrowings,
  },
  {
    name: 'divisions',
    title: 'every division rounds against whoever receives',
    find: source.divisions,
    accepted: MEANT.divisions,
  },
  {
    name: 'deadlines',
    title: 'every comparison with the time is known',
    find: source.deadlines,
    accepted: MEANT.deadlines,
  },
  {
    name: 'seconds',
    title: 'every deadline includes its last second',
    find: source.oddDeadlines,
    accepted: MEANT.oddDeadlines,
  },
  {
    name: 'privileges',
    title: 'who calls matters to arbiter, payee and account only: there is no owner',
    find: source.privileges,
    accepted: MEANT.privileges,
  },
  {
    name: 'control',
    title: 'nothing imported brings an owner, a pause or an upgrade',
    find: source.controls,
    accepted: [],
  },
  {
    name: 'state',
    title: 'factory and router have no variable that can change',
    find: (program) => source.variables(program, ['EscrowFactory', 'PledgeRouter']),
    accepted: [],
  },
  {
    name: 'payable',
    title: 'ETH cannot be sent to what would keep it',
    find: source.payables,
    accepted: MEANT.payables,
  },
  { name: 'unused', title: 'every error is thrown and every event emitted', find: source.unused, accepted: [] },
  { name: 'events', title: 'fields of fixed length come first in every event', find: source.mixedEvents, accepted: [] },
  {
    name: 'opcodes',
    title: 'the deployed code holds no opcode that it has no use for',
    find: () => forbiddenOpcodes(),
    accepted: [],
  },
]

/** How many findings `check` has in `program`, and those that are not meant to be. */
export function run(check: Check, program: Program): { found: number; faults: string[] } {
  const findings = check.find(program)
  return { found: findings.length, faults: unaccepted(check.name, findings, check.accepted) }
}
