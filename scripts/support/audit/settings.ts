import { z } from 'zod'
import type { BalanceLayout } from '../../../audit/prove/balanceSlot.ts'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import { address, count, key } from '../args.ts'
import type { Settings } from '../options.ts'

/** The options of `audit`, as they are given. */
export interface AuditSettings extends Settings {
  blockHash?: string
  block?: string
  history?: true
  witness?: string
  cache?: string
  balances?: string
  evidence?: string
  identity?: string
  observations?: string
  html?: string
  watch?: true
  every?: string
  serve?: string
}

/** A slot, whether Vyper counts it, and how many bits of a word are the balance. */
const BALANCES = /^(\d{1,6})(:vyper)?(?:\/([1-9]\d?|1\d\d|2[0-4]\d|25[0-6]))?$/

const blockNumber = z
  .string()
  .regex(/^\d{1,18}$/, 'write the number of a block')
  .transform(BigInt)
const tag = z.enum(['latest', 'safe', 'finalized'], 'write the number of a block, latest, safe or finalized')
const url = z.url({ protocol: /^https?$/, error: 'write an http or https URL' })
const path = z.string().min(1, 'write a path')

const schema = z
  .strictObject({
    escrow: address.optional(),
    '--block-hash': key.optional(),
    '--block': z.union([tag, blockNumber], 'write the number of a block, latest, safe or finalized').optional(),
    '--history': z.boolean(),
    '--witness': url.optional(),
    '--cache': path.optional(),
    '--balances': z
      .string()
      .regex(BALANCES, 'write a slot, with :vyper and bits where needed: 3, 2:vyper, 9/255')
      .transform((text): BalanceLayout => {
        const [, slot = '', vyper, bits = '256'] = BALANCES.exec(text) ?? []
        return { slot: BigInt(slot), order: vyper === undefined ? 'solidity' : 'vyper', bits: Number(bits) }
      })
      .optional(),
    '--evidence': path.optional(),
    '--identity': path.optional(),
    '--observations': path.optional(),
    '--html': path.optional(),
    '--watch': z.boolean(),
    '--every': count.refine((seconds) => seconds <= 86_400n, 'write at most 86400, a day').optional(),
    '--serve': z
      .string()
      .regex(/^\d{1,5}$/, 'write a port')
      .transform(Number)
      .refine((port) => port <= 65_535, 'must be at most 65535')
      .optional(),
  })
  .superRefine((args, context) => {
    const refuse = (name: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [name], message })
    }
    if (args['--block-hash'] !== undefined && args['--block'] !== undefined)
      refuse('--block', 'name the block by --block-hash or by --block, not both')
    if (args['--history'] && args['--block-hash'] === undefined)
      refuse('--history', 'needs --block-hash: without it nothing can be proved')
    if (args['--identity'] !== undefined && args['--evidence'] === undefined)
      refuse('--identity', 'is for --evidence, which is missing')
    for (const name of ['--serve', '--every'] as const)
      if (args[name] !== undefined && !args['--watch']) refuse(name, 'is for --watch, which is missing')
    if (args['--watch'] && args['--block-hash'] !== undefined)
      refuse('--watch', 'audits the newest block each time: leave --block-hash out')
    if (args['--watch'] && typeof args['--block'] === 'bigint')
      refuse('--watch', 'audits the newest block each time: --block can be latest, safe or finalized')
  })

/** Parses the arguments of `audit`. @throws {InputError} with all their faults. */
export function parseAudit(escrow: string | undefined, settings: AuditSettings) {
  const { blockHash, block, history, witness, cache, balances, evidence, identity, observations } = settings
  const { html, watch, every, serve } = settings
  const given = {
    escrow,
    '--block-hash': blockHash,
    '--block': block,
    '--history': history === true,
    '--witness': witness,
    '--cache': cache,
    '--balances': balances,
    '--evidence': evidence,
    '--identity': identity,
    '--observations': observations,
    '--html': html,
    '--watch': watch === true,
    '--every': every,
    '--serve': serve,
  }
  return parseInput(schema, given, 'command line')
}

export type AuditArguments = ReturnType<typeof parseAudit>
