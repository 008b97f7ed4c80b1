/** What each row of the table is measured against: our target, the strongest peers and the floor of the gas schedule. */

export interface Row {
  /** Most gas it should cost. */
  target?: number
  /** Receipt gas of comparable systems, measured on the same EVM and token. */
  peers?: string
  /** What a minimal contract without any rule costs by the gas schedule alone. */
  floor?: number
}

const pledgeNew =
  'Allo 86,583 (keeps no record); Alice IDA 92,033; agent-bounties 92,514; Hats 95,659; StandardBounties 110,242'
const file = 'agent-bounties 119,075 + 86,548; StandardBounties 123,684; Hats 190,038'
const attest1 = 'Safe no-op 51,494; agent-bounties 100,609 (pays too); EAS 283,142'
const attest3 = 'Safe no-op 65,590; agent-bounties 151,327 (pays too); EAS 789,736'
const attest5 = 'Safe no-op 79,687; agent-bounties 204,367 (pays too); EAS 1,293,140'
const payout = 'Kleros 56,196; StandardBounties 92,057; Sablier 96,163'
const refund = 'agent-bounties 59,002; StandardBounties 89,285; Alice 98,475'
const dispute = 'Hats 35,080; Kleros 48,900 + 196,981; Reality answer 125,790; UMA 317,579'

/** Rows that are compared with something; the others are measured for their own sake. */
export const ROWS: Record<string, Row> = {
  'create, 2 kB document': {
    target: 330_000,
    peers: 'StandardBounties 195,514; Allo v2 563,977; agent-bounties 569,332 to 754,119; Hats 588,083',
    floor: 64_534,
  },
  'pledge, new funder': { target: 84_000, peers: pledgeNew, floor: 68_265 },
  'pledge, again': { target: 67_000, peers: 'Alice 74,933; agent-bounties 75,414; Hats 78,559', floor: 51_165 },
  file: { target: 100_000, peers: file },
  'observe 1': { target: 68_000, peers: attest1, floor: 34_969 },
  'observe 1, the first to pass': { target: 68_000, peers: attest1, floor: 34_969 },
  'observe 3': { target: 85_000, peers: attest3, floor: 47_441 },
  'observe 3, the first to pass': { target: 85_000, peers: attest3, floor: 47_441 },
  'observe 5': { target: 125_000, peers: attest5, floor: 59_913 },
  'observe 5, the first to pass': { target: 125_000, peers: attest5, floor: 59_913 },
  challenge: { target: 60_000, peers: dispute },
  settle: { target: 85_000 },
  'settle, the first to pay': { target: 85_000 },
  collect: { target: 55_000, peers: payout, floor: 41_965 },
  "collect, the payee's first tokens": { target: 55_000, peers: payout, floor: 41_965 },
  refund: { target: 60_000, peers: refund, floor: 41_201 },
}

/** EIP-170: the largest runtime code in bytes. */
export const MOST_CODE = 24_576
