import { z } from 'zod'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import type { Settings } from '../options.ts'

/** The options of `index run`, as they are given. */
export interface IndexSettings extends Settings {
  database?: string
  host: string
  port: string
  poll: string
  confirmations?: string
  allowOrigin?: string
}

const whole = (most: number, what: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `write ${what}, a whole number`)
    .transform(Number)
    .refine((number) => number <= most, `must be at most ${most}`)

const schema = z.strictObject({
  '--database': z.string().min(1, 'write a path, or a postgres: URL').optional(),
  '--host': z.union([z.ipv4(), z.ipv6(), z.literal('localhost')], 'write an IP address of this machine'),
  '--port': whole(65_535, 'a port'),
  '--poll': whole(3_600_000, 'milliseconds').refine((poll) => poll >= 50, 'must be at least 50'),
  '--confirmations': whole(1_000_000, 'a number of blocks').optional(),
  '--allow-origin': z
    .string()
    .refine((text) => URL.parse(text)?.origin === text, 'write an origin alone, such as https://page.example')
    .optional(),
})

/** Parses the options of `index run`. @throws {InputError} with all their faults. */
export function parseIndex({ database, host, port, poll, confirmations, allowOrigin }: IndexSettings) {
  const given = {
    '--database': database,
    '--host': host,
    '--port': port,
    '--poll': poll,
    '--confirmations': confirmations,
    '--allow-origin': allowOrigin,
  }
  return parseInput(schema, given, 'command line')
}
