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
  page?: string
  pageRpc?: string
  pageChain?: string
  pageCurrency?: string
  pageExplorer?: string
  pageReport?: string
}

/** What `index run` is told of the page. */
export interface PageOptions {
  page: string | undefined
  rpc: string | undefined
  chain: string | undefined
  currency: string | undefined
  explorer: string | undefined
  report: string | undefined
}

const whole = (most: number, what: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `write ${what}, a whole number`)
    .transform(Number)
    .refine((number) => number <= most, `must be at most ${most}`)

/** The page's policy lets browsers reach these alone. */
const endpoint = z
  .string()
  .refine(
    (text) => /^https:$|^http:$/.test(URL.parse(text)?.protocol ?? '') && !isPlainAndFar(new URL(text)),
    'write a URL that begins with https://, or http://127.0.0.1 on this machine',
  )
const link = z.url({ protocol: /^https?$/, error: 'write a URL that begins with https:// or http://' })
const isPlainAndFar = ({ protocol, hostname }: URL) =>
  protocol === 'http:' && hostname !== '127.0.0.1' && hostname !== 'localhost'

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
  '--page': z.string().min(1, 'write the folder of the built page').optional(),
  '--page-rpc': endpoint.optional(),
  '--page-chain': z.string().min(1, 'write the name of the chain').max(60, 'write at most 60 characters').optional(),
  '--page-currency': z.string().min(1, 'write a symbol').max(12, 'write at most 12 characters').optional(),
  '--page-explorer': link.optional(),
  '--page-report': link.optional(),
})

/** Parses the options of `index run`. @throws {InputError} with all their faults. */
export function parseIndex(settings: IndexSettings) {
  const given = {
    '--database': settings.database,
    '--host': settings.host,
    '--port': settings.port,
    '--poll': settings.poll,
    '--confirmations': settings.confirmations,
    '--allow-origin': settings.allowOrigin,
    '--page': settings.page,
    '--page-rpc': settings.pageRpc,
    '--page-chain': settings.pageChain,
    '--page-currency': settings.pageCurrency,
    '--page-explorer': settings.pageExplorer,
    '--page-report': settings.pageReport,
  }
  const parsed = parseInput(
    schema.superRefine((options, context) => {
      if (options['--page'] !== undefined) return
      for (const [name, value] of Object.entries(options)) {
        if (name.startsWith('--page-') && value !== undefined)
          context.addIssue({ code: 'custom', path: [name], message: 'is about a page: name it with --page' })
      }
    }),
    given,
    'command line',
  )
  const page: PageOptions = {
    page: parsed['--page'],
    rpc: parsed['--page-rpc'],
    chain: parsed['--page-chain'],
    currency: parsed['--page-currency'],
    explorer: parsed['--page-explorer'],
    report: parsed['--page-report'],
  }
  return { ...parsed, page }
}
