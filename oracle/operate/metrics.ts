import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'

/** What Prometheus is told. Every name begins with `lodestone_oracle_`. */
export type Metrics = ReturnType<typeof makeMetrics>

export function makeMetrics() {
  const registry = new Registry()
  const counter = <L extends string = never>(name: string, help: string, labelNames: L[] = []) =>
    new Counter({ name: `lodestone_oracle_${name}`, help, labelNames, registers: [registry] })
  const gauge = <L extends string = never>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge({ name: `lodestone_oracle_${name}`, help, labelNames, registers: [registry] })
  return {
    registry,
    collectDefault: () => {
      collectDefaultMetrics({ register: registry, prefix: 'lodestone_oracle_' })
    },
    /** Steps of the run loop that ended, by step and `ok` or `failed`. */
    steps: counter('steps_total', 'Steps that ended', ['step', 'result']),
    /** Unix seconds. */
    lastRound: gauge('last_round_seconds', 'When the last round of steps ended well'),
    head: gauge('head_block', 'The last block that counts as confirmed'),
    endpointUp: gauge('endpoint_up', 'Whether an endpoint answered and agreed the last time', ['endpoint']),
    reorgs: counter('reorgs_total', 'Reorganisations of blocks that had been read'),
    /** 1 while signing is stopped, for instance after a reorganisation deeper than expected. */
    signingStopped: gauge('signing_stopped', 'Whether nothing is signed until a person acts'),
    claims: gauge('claims', 'Claims by stage', ['stage']),
    deadline: gauge(
      'next_deadline_seconds',
      'Unix time of the first deadline of a claim without our observation; 0 if none',
    ),
    evidence: counter('evidence_total', 'Bundles by how they ended', ['result']),
    verified: counter('verified_total', 'Verifications by how they ended', ['result']),
    signed: counter('signed_total', 'Observations signed'),
    refused: counter('refused_total', 'Second digests that were refused'),
    peers: gauge('peer_up', 'Whether a peer answered the last time', ['member']),
    findings: counter('findings_total', 'Misbehaviour of peers', ['kind']),
    transactions: counter('transactions_total', 'Transactions by how they ended', ['result']),
    gasBalance: gauge('gas_balance_wei', 'What the account for gas has'),
    leaseHeld: gauge('lease_held', 'Whether this process is the one that runs'),
  }
}
