/** What is verified, by which program, and in which of the two runs. */
import type { Scope } from './record.ts'

/** One program of `npm run verify` or `npm run verify:deep`. It ends with a summary line `<name>: ...` and exits 0 if all is well. */
export interface Part {
  /** One word; also the first word of the program's summary line. */
  name: string
  /** What it shows, for people. */
  shows: string
  /** How anybody runs it, from the root. */
  command: string
  /** The same, as arguments of node. */
  args: readonly [string, ...string[]]
  /** Figures are of today's contracts as long as these are the same. */
  of: Scope
}

const FOLDER = 'test/assurance'

/** At most 15 minutes together on 2 cores. */
export const QUICK: readonly Part[] = [
  {
    name: 'static',
    shows: 'Slither, forge’s lint and our own checks: no finding without a reason',
    command: 'npm run verify:static',
    args: [`${FOLDER}/static/run.ts`],
    of: 'all',
  },
  {
    name: 'coverage',
    shows: 'lines and branches of the core that tests reach',
    command: 'npm run verify:coverage',
    args: [`${FOLDER}/coverage/run.ts`],
    of: 'core',
  },
  {
    name: 'lemmas',
    shows: 'rounding lemmas, each proved by two solvers',
    command: 'npm run verify:lemmas',
    args: [`${FOLDER}/proofs/run-lemmas.ts`],
    of: 'core',
  },
]

/** The rest: hours. */
export const DEEP: readonly Part[] = [
  {
    name: 'proofs',
    shows:
      'induction steps over the docket, the pool and the curve by the compiler’s model checker, for any number of calls',
    command: 'npm run verify:proofs',
    args: [`${FOLDER}/proofs/run.ts`],
    of: 'core',
  },
  {
    name: 'written-out',
    shows: 'the ordinary suites pass on the escrow with its pointers written out, as some of the proofs have them',
    command: 'npm run verify:written-out',
    args: [`${FOLDER}/proofs/run-written-out.ts`],
    of: 'core',
  },
  {
    name: 'mutation',
    shows: 'mutants of the core that the ordinary tests kill',
    command: 'npm run verify:mutation',
    args: [`${FOLDER}/mutation/run.ts`],
    of: 'core',
  },
  {
    name: 'bugs',
    shows: 'the bug bank: each patch is caught by the ordinary suite',
    command: 'npm run verify:bugs',
    args: [`${FOLDER}/bugs/run.ts`],
    of: 'core',
  },
  {
    name: 'halmos',
    shows: 'symbolic tests of the deployed escrow: quorum, deadlines, refunds, what strangers can do',
    command: 'npm run verify:halmos',
    args: [`${FOLDER}/halmos/run.ts`],
    of: 'core',
  },
  {
    name: 'evm',
    shows: 'random sequences agree on EDR and @ethereumjs/vm: status, gas, logs and the whole state',
    command: 'npm run verify:evm -- --sequences 10000',
    args: [`${FOLDER}/evm/run.ts`, '--sequences', '10000'],
    of: 'all',
  },
  {
    name: 'geth',
    shows: 'the main job on geth, written in Go: every check passes, and EDR makes the same of the same transactions',
    command: 'npm run verify:geth',
    args: [`${FOLDER}/geth/run.ts`],
    of: 'all',
  },
  {
    name: 'forge',
    shows: 'stateful invariants, 100 million calls',
    command: 'npm run fuzz:deep',
    args: ['scripts/tools/forge.ts', '--deep'],
    of: 'core',
  },
]
