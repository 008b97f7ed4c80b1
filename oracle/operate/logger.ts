import { pino, type DestinationStream, type Logger } from 'pino'

export type { Logger } from 'pino'

/** Fields that never appear in a log, wherever they stand. */
const SECRET = ['password', 'privateKey', 'key', 'secret', 'identity', 'salt', 'raw', 'signature', 'authorization']

/**
 * Structured logs, a JSON line each. `error` means that a person must act; `warn` that something is retried; `info` that something
 * happened once.
 */
export function makeLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
