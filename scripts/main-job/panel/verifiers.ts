/** How the members verify: programs where the outcome's method is arithmetic on the evidence, people where it is theirs to judge. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { sandboxed } from '../../../oracle/verifiers/sandbox.ts'
import { outcomeHash } from '../outcomes.ts'

export type Sandbox = 'bubblewrap' | 'none'

const PROGRAMS = join(import.meta.dirname, 'programs')
/** Scratch of the trial run, bytes. */
const SCRATCH = 1_000_000
const ALPHA = { alphaPerMillion: 50_000 }

/** Bubblewrap where it runs this very Node; otherwise none, since the programs are this project's own. */
export async function chooseSandbox(): Promise<Sandbox> {
  const node = process.execPath
  try {
    const [bwrap = '', ...rest] = await sandboxed(
      ['prlimit', '--core=0', '--', node, '--version'],
      [[node, node]],
      SCRATCH,
    )
    await promisify(execFile)(bwrap, rest)
    return 'bubblewrap'
  } catch {
    return 'none'
  }
}

/** The part `verifiers` of a member's configuration. */
export function verifiersIn(sandbox: Sandbox): readonly object[] {
  const program = (folder: string, name: string, more: object) => ({
    kind: 'command',
    outcomes: [outcomeHash(folder)],
    command: [process.execPath, join(PROGRAMS, name)],
    readable: [PROGRAMS],
    sandbox,
    ...more,
  })
  return [
    program('b-exfiltration-risk', 'trial.ts', { statistic: { kind: 'relativeReduction', ...ALPHA } }),
    // 10,000 minus the upper bound of what is missed is the lower bound of what is caught.
    program('c-monitor-tournament', 'monitor.ts', {
      statistic: { kind: 'oneArm', bound: 'lower', ...ALPHA },
      earlierEvidence: true,
    }),
    program('d-attested-servers', 'servers.ts', { earlierEvidence: true }),
    { kind: 'manual', outcomes: '*', approvals: 2 },
  ]
}
