import { pino, type Logger as Pino } from 'pino'

export type Logger = Pick<Pino, 'info' | 'warn' | 'error'>

/** Lines of JSON on stderr: stdout is for what a command prints. */
export function makeLogger(): Logger {
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }))
}
