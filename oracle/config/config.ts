/** The configuration of `lodestone oracle`, a JSON file. No secret stands in it: keys and passwords are in files of their own. */
import { dirname, resolve } from 'node:path'
import * as z from 'zod'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { addressSchema, bytes32Schema } from '../../sdk/model/schemas.ts'

const path = z.string('write a path').min(1, 'write a path')
const url = z.url({ protocol: /^https?$/, message: 'write an http or https URL' })
const seconds = z.int('write whole seconds').min(1, 'must be at least 1 second')
const positive = z.int('write a whole number').min(1, 'must be at least 1')

/** What to write where something else stands than an object. */
const section = (content: string) => ({
  error: ({ code }: { code?: string }) => (code === 'invalid_type' ? `write { ${content} }` : undefined),
})

/** Who signs. */
const signerSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('keystore'), file: path, passwordFile: path }),
    z.strictObject({ kind: z.literal('remote'), url, account: addressSchema.optional() }),
    z.strictObject({
      kind: z.literal('kms'),
      keyId: z.string('write the key’s id or ARN').min(1, 'write the key’s id or ARN'),
      region: z.string('write the region').min(1, 'write the region'),
      endpoint: url.optional(),
    }),
    z.strictObject({ kind: z.literal('local'), keyFile: path }),
  ],
  'write { "kind": "keystore" | "remote" | "kms" | "local", ... }',
)

/** How much a command verifier may take. */
const limitsSchema = z.strictObject({
  seconds: seconds.default(3600),
  megabytes: positive.default(4096),
  outputMegabytes: positive.default(16),
  processes: positive.default(256),
})

/** From counts of trials to a measurement: a bound that holds with confidence 1 - alpha, alpha spent over the attempts. */
const statisticSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('oneArm'),
    /** Which bound: of what succeeded from below, of what failed from above. */
    bound: z.enum(['lower', 'upper']),
    alphaPerMillion: positive.max(500_000, 'must be at most 500000'),
  }),
  z.strictObject({
    kind: z.literal('relativeReduction'),
    alphaPerMillion: positive.max(500_000, 'must be at most 500000'),
  }),
])

/** Which claims a verifier is for: those of outcomes with these hashes, or all others. */
const outcomesSchema = z.union([z.literal('*'), z.array(bytes32Schema).min(1, 'name at least one outcome')])

const verifierSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    outcomes: outcomesSchema,
    command: z.array(z.string()).min(1, 'write the program and its arguments'),
    /** What the program may read besides the evidence. */
    readable: z.array(path).default([]),
    limits: limitsSchema.prefault({}),
    statistic: statisticSchema.optional(),
    /** Also open the evidence of earlier claims on the escrow: for outcomes in which copies, or what was claimed before, count nothing. */
    earlierEvidence: z.boolean().default(false),
    /** `bubblewrap`, or `none`: then the program can do whatever the service can. */
    sandbox: z.enum(['bubblewrap', 'none']).default('bubblewrap'),
  }),
  z.strictObject({
    kind: z.literal('manual'),
    outcomes: outcomesSchema,
    /** How many people must approve the same measurement. */
    approvals: z.int().min(1).max(5, 'must be at most 5').default(1),
  }),
])

export const configSchema = z
  .strictObject({
    version: z.literal(1, 'write 1: the version of this format'),
    chain: z.strictObject(
      {
        /** Asked in this order; where there are two or more, two must agree on what is read. */
        rpc: z
          .array(url, 'write a list of URLs')
          .min(1, 'name at least one endpoint')
          .max(5, 'name at most 5 endpoints')
          .refine((all) => new Set(all).size === all.length, 'name no endpoint twice: two must agree'),
        /** Default: deployments/<chain id>.json of this installation. */
        deployment: path.optional(),
        /** When a block counts: so many blocks on top of it, or what the chain itself calls safe or finalized. */
        confirmations: z.union([z.int().min(0), z.literal('safe'), z.literal('finalized')]).default('finalized'),
      },
      section('"rpc": ["https://..."]'),
    ),
    /** The address that stands in panels: the signer's own (default), or a Safe that the signer alone signs for. */
    member: addressSchema.optional(),
    signer: signerSchema,
    gas: z.strictObject(
      {
        signer: signerSchema,
        /** The most that one unit of gas may ever cost, in gwei. */
        mostGwei: z.number().positive().default(300),
      },
      section('"signer": { ... }'),
    ),
    /**
     * Which escrows with the member in their panel are worked on: those that it accepted in OperatorDirectory, or any. Anybody can create
     * an escrow with anybody in its panel, and have it verify and pay for gas.
     */
    escrows: z.enum(['accepted', 'any'], 'write "accepted" or "any"').default('accepted'),
    data: path,
    /** A `postgres:` URL; default: an SQLite file in the data folder. */
    database: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'write a postgres: URL, or leave it out')
      .optional(),
    evidence: z.strictObject(
      {
        /** Files of age identities, the one whose recipient is published first. */
        identities: z.array(path).min(1, 'name the file of your age identity'),
        mostMegabytes: positive.default(10_000),
        mostSeconds: seconds.default(3600),
        /** How many days a bundle is kept after the last second in which its claim can be observed. */
        keepDays: positive.default(90),
        /** A local IPFS gateway for `ipfs:` URIs. */
        ipfsGateway: url.default('http://127.0.0.1:8080'),
      },
      section('"identities": ["member.age"]'),
    ),
    /** What members, solvers and auditors reach, behind a proxy that speaks https. */
    serve: z.strictObject(
      {
        host: z.string().default('127.0.0.1'),
        port: z.int().min(0).max(65_535),
        /** Addresses of the proxies before it, whose `X-Forwarded-For` says who asks; nobody else's is believed. */
        proxies: z
          .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'write addresses, or ranges such as 10.0.0.0/8'))
          .default(['127.0.0.1', '::1']),
      },
      section('"port": 8470'),
    ),
    /** Health and metrics, for this machine's own eyes. */
    operate: z
      .strictObject({
        host: z.string().default('127.0.0.1'),
        port: z.int().min(0).max(65_535).default(9464),
      })
      .prefault({}),
    verifiers: z.array(verifierSchema, 'write a list of verifiers').min(1, 'say how claims are verified'),
    submit: z
      .strictObject({
        /** How long each member waits longer than the one before it. */
        slotSeconds: seconds.default(60),
        /** Also settle, award and release what is due. */
        settle: z.boolean().default(true),
        /** Challenge a verdict that is this much above or below one's own measurement; default: never. */
        challengeBeyond: z.int().min(0).optional(),
      })
      .prefault({}),
    /** How often the steps run. */
    everySeconds: seconds.default(12),
    log: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  })
  .meta({ title: 'Lodestone oracle configuration' })

export type Config = z.output<typeof configSchema>
export type SignerConfig = z.output<typeof signerSchema>
export type VerifierConfig = z.output<typeof verifierSchema>
export type Statistic = z.output<typeof statisticSchema>

/**
 * Parses a configuration; its paths become absolute, from the folder of the file.
 * @throws {InputError} with all faults.
 */
export function parseConfig(input: unknown, file: string): Config {
  const config = parseInput(configSchema, input, 'configuration')
  const { deployment, ...chain } = config.chain
  const from = (one: string) => resolve(dirname(file), one)
  const signer = (one: SignerConfig): SignerConfig => {
    if (one.kind === 'keystore') return { ...one, file: from(one.file), passwordFile: from(one.passwordFile) }
    if (one.kind === 'local') return { ...one, keyFile: from(one.keyFile) }
    return one
  }
  return {
    ...config,
    chain: deployment === undefined ? chain : { ...chain, deployment: from(deployment) },
    signer: signer(config.signer),
    gas: { ...config.gas, signer: signer(config.gas.signer) },
    data: from(config.data),
    evidence: { ...config.evidence, identities: config.evidence.identities.map(from) },
    verifiers: config.verifiers.map((one) =>
      one.kind === 'command' ? { ...one, readable: one.readable.map(from) } : one,
    ),
  }
}
