import * as z from 'zod'
import { parseInput } from '../errors/parseInput.ts'
import { deploymentSchema } from './deployment.ts'

const web = z.url({ protocol: /^https?$/, error: 'write a URL that begins with https:// or http://' })

/** Chain of development nodes: everybody knows its keys. */
const LOCAL = 31337

/** What the page has to know about the place it is served from: `config.json` beside it. */
export const pageConfigSchema = z
  .strictObject({
    /** What visitors call the chain. */
    chain: z.string().min(1, 'write the name of the chain').max(60, 'write at most 60 characters'),
    /** What gas is paid in. */
    currency: z.strictObject({
      symbol: z.string().min(1, 'write a symbol').max(12, 'write at most 12 characters'),
      decimals: z.int('write a whole number').min(0, 'must be 0 or more').max(36, 'must be at most 36'),
    }),
    deployment: deploymentSchema,
    /** Where the index answers; left out = where the page is served from. */
    index: web.optional(),
    /** An endpoint of the chain for visitors without a wallet; left out = they read what the index says, or name one. */
    rpc: web.optional(),
    /** A block explorer; transactions are at `/tx/<hash>`, accounts at `/address/<address>`. */
    explorer: web.optional(),
    /** Where the auditor's full report is. */
    report: web.optional(),
    /** Offers a wallet of the node's own accounts. */
    testWallet: z.literal(true, 'leave it out, or write true').optional(),
  })
  .refine(
    ({ testWallet, rpc, deployment }) =>
      testWallet === undefined || (deployment.chainId === LOCAL && rpc !== undefined && isLoopback(rpc)),
    { path: ['testWallet'], error: `is only for chain ${LOCAL} on this machine: leave it out` },
  )

export type PageConfig = z.output<typeof pageConfigSchema>

/** Parses `config.json`. @throws {InputError} with all its faults. */
export function parsePageConfig(input: unknown): PageConfig {
  return parseInput(pageConfigSchema, input, 'config.json')
}

function isLoopback(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)
}
