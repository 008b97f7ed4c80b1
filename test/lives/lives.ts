/** What happens in the lives: the six commitments, each shortened to what shows its kind, for the independent calculation and for the players. */
import type { ExpectedClaim, ExpectedOutcome } from '../../scripts/main-job/expected.ts'
import { FACTS, usdc } from '../../scripts/main-job/facts.ts'

export interface Life {
  /** Folder below outcomes/. */
  folder: string
  outcome: ExpectedOutcome
}

const panel = (size: number, measurement: bigint) =>
  Object.fromEntries(Array.from({ length: size }, (_, i) => [`panel-${i + 1}`, measurement]))
const claim = (members: number, measurement: bigint, more: Partial<ExpectedClaim> = {}): ExpectedClaim => ({
  solver: 'solver',
  payee: 'solver',
  observed: panel(members, measurement),
  ...more,
})
const life = (
  letter: keyof typeof FACTS,
  folder: string,
  pledges: [bigint, bigint],
  claims: ExpectedClaim[],
): Life => ({
  folder,
  outcome: { ...FACTS[letter], pledges: { funder: pledges[0], 'second-funder': pledges[1] }, claims },
})
const M = usdc(1_000_000n)

export const LIVES: readonly Life[] = [
  // Paid, and broken under the warranty.
  life(
    'A',
    'a-egress-wall',
    [15n * M, 10n * M],
    [claim(4, 380n, { breaks: [claim(4, 1n, { solver: 'breaker', payee: 'breaker' })] })],
  ),
  // The verdict is challenged and ruled down.
  life('B', 'b-exfiltration-risk', [5n * M, 3n * M], [claim(3, 8_789n, { challenger: 'breaker', ruling: 8_000n })]),
  // Two of three prizes are won.
  life(
    'C',
    'c-monitor-tournament',
    [2n * M, M + M / 2n],
    [claim(3, 9_615n), claim(3, 9_700n, { solver: 'breaker', payee: 'breaker' })],
  ),
  // The second batch is sold to somebody who waits for its payment.
  life('D', 'd-attested-servers', [4n * M, 4n * M], [claim(2, 9_500n), claim(2, 1_000n, { payee: 'second-funder' })]),
  // The threshold is missed.
  life('E', 'e-jailbreak-rate', [2n * M, 1n], []),
  // The warranty passes and what was held is released.
  life('F', 'f-verified-proxy', [2n * M, M], [claim(2, 1n)]),
]
