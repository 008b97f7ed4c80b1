import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What Prometheus is told. Every name begins with `lodestone_index_`. */
export type Metrics = ReturnType<typeof makeMetrics>

export function makeMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const gauge = (name: string, help: string) => new Gauge({ name: `lodestone_index_${name}`, help, registers })
  return {
    registry,
    block: gauge('block', 'The last block that was read'),
    head: gauge('head_block', 'The newest block of the chain that was seen'),
    /** Unix seconds. */
    progressed: gauge('last_progress_seconds', 'When the index was last known to be as far as the chain, or moved on'),
    leaseHeld: gauge('lease_held', 'Whether this process is the one that writes: 1 or 0'),
    logs: new Counter({ name: 'lodestone_index_logs_total', help: 'Logs that were written', registers }),
    reorgs: new Counter({
      name: 'lodestone_index_reorgs_total',
      help: 'Reorganisations that were undone',
      registers,
    }),
    failures: new Counter({
      name: 'lodestone_index_failures_total',
      help: 'Steps that failed: the endpoint did not answer, or another reason',
      labelNames: ['reason'],
      registers,
    }),
    requests: new Histogram({
      name: 'lodestone_index_request_seconds',
      help: 'Answers of the API',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2],
      registers,
    }),
  }
}
