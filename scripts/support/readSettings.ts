import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import { formFaults } from '../../sdk/errors/parseInput.ts'
import { addressSchema } from '../../sdk/model/schemas.ts'
import { readJson } from '../../oracle/files/readJson.ts'
import { SETTINGS, type Setting } from './settings.ts'

const USUAL_FILE = 'lodestone.json'
/** What decides which escrows are genuine and which transactions are finished is never taken from a file that merely lies there. */
const NAMED_FILE_ONLY = new Set(['deployment', 'journal'])

/** How the text of each kind of setting is read. */
const KINDS = {
  text: z.string(),
  file: z.string('write the path of a file').min(1, 'is empty; write the path of a file'),
  url: z
    .string('write an address that starts with http:// or https://')
    .refine(
      (text) => URL.canParse(text) && /^https?:/.test(text),
      'is not the address of an endpoint: write for instance http://127.0.0.1:8545',
    )
    .refine(
      (text) => !URL.canParse(text) || new URL(text).username === '',
      'names a user: put a key into the path instead, as providers give it',
    ),
  number: z.coerce
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'write a whole number above 0')
    .transform(Number),
  address: addressSchema,
  switch: z.union([z.literal(true), z.enum(['1', 'true'], 'write 1, or leave it out')]).transform(() => true),
}

/**
 * Fills in what a command's flags leave open, from the environment, the configuration file and the defaults, and checks all of it.
 * A file that lies in the working folder by itself may be somebody else's: it can neither hold a key nor say `yes`.
 * @throws {InputError} with every setting that is wrong, each named as it was given.
 */
export async function readSettings(command: Command, environment: NodeJS.ProcessEnv): Promise<void> {
  // A command with a configuration of its own, the oracle service's, takes no settings.
  if (command.options.some(({ long, mandatory }) => long === '--config' && mandatory)) return
  const flags = command.opts()
  const file = await readFileSettings(textOf(flags['config']) ?? given(environment['LODESTONE_CONFIG']))
  const faults: Fault[] = []
  for (const setting of SETTINGS.filter((one) => one.of === 'all' || takes(command, one) || writes(command, one))) {
    const found = find(setting, flags, environment, file)
    if (found === undefined) continue
    const parsed = KINDS[setting.kind].safeParse(found.value)
    if (parsed.success) command.setOptionValueWithSource(setting.name, parsed.data, found.source)
    else {
      // Neither a key nor a password in an address is repeated.
      const secret = setting.name === 'privateKey' || /\/\/[^/]*@/.test(String(found.value))
      const value = secret ? '' : JSON.stringify(found.value)
      faults.push({ path: found.path, value, message: parsed.error.issues[0]?.message ?? 'is wrong' })
    }
  }
  if (faults.length === 0) faults.push(...keepOneSigner(command))
  if (faults.length > 0) throw new InputError('settings', faults)
  command.setOptionValueWithSource('intent', intentOf(command), 'implied')
}

/** Of several ways to sign, the one that was given in the strongest way. A plain key gives way to the others. */
function keepOneSigner(command: Command): Fault[] {
  const sources = ['config', 'env', 'cli']
  const strength = (name: string) =>
    command.getOptionValue(name) === undefined ? 0 : 2 + 2 * sources.indexOf(command.getOptionValueSource(name) ?? '')
  const ways = [
    { name: 'signer', strength: strength('signer') },
    { name: 'keystore', strength: strength('keystore') },
    { name: 'privateKey', strength: strength('privateKey') - 1 },
  ].sort((a, b) => b.strength - a.strength)
  const [first, second] = ways
  if (first !== undefined && first.strength > 0 && first.strength === second?.strength) {
    return [{ path: 'signer', value: '', message: 'is given together with a keystore; give only one of the two' }]
  }
  for (const { name } of ways.slice(1)) command.setOptionValue(name, undefined)
  return []
}

interface Found {
  value: unknown
  path: string
  source: string
}

function find(
  setting: Setting,
  flags: Record<string, unknown>,
  environment: NodeJS.ProcessEnv,
  file: Record<string, unknown>,
): Found | undefined {
  const { name, flag = '', env, key } = setting
  // Colour is commander's only option that is on until it is turned off, and no command looks at it.
  if (name === 'color') return undefined
  if (flags[name] !== undefined) return { value: flags[name], path: flag.split(' ')[0] ?? '', source: 'cli' }
  const value = env === undefined ? undefined : given(environment[env])
  if (value !== undefined) return { value, path: env ?? '', source: 'env' }
  if (key !== undefined && file[key] !== undefined) return { value: file[key], path: key, source: 'config' }
  return setting.default === undefined ? undefined : { value: setting.default, path: name, source: 'default' }
}

/** The configuration file by field; paths in it start from its folder. */
async function readFileSettings(named: string | undefined): Promise<Record<string, unknown>> {
  if (named === undefined && !existsSync(USUAL_FILE)) return {}
  const path = named ?? USUAL_FILE
  const fields = SETTINGS.flatMap(({ key, kind }) =>
    key === undefined ? [] : [[key, KINDS[kind].optional()] as const],
  )
  const content = await readJson(path, 'configuration file')
  checkFileSettings(z.strictObject(Object.fromEntries(fields)), content, path)
  const entries = Object.entries(z.record(z.string(), z.unknown()).parse(content))
  const refused = named === undefined ? entries.filter(([key]) => NAMED_FILE_ONLY.has(key)) : []
  if (refused.length > 0) {
    const message = `is not taken from a ${USUAL_FILE} that lies in the working folder: name the file with --config if it is yours`
    throw new InputError(
      `configuration file ${path}`,
      refused.map(([key, value]) => ({ path: key, value: JSON.stringify(value), message })),
    )
  }
  const paths = new Set(SETTINGS.flatMap(({ key, kind }) => (kind === 'file' && key !== undefined ? [key] : [])))
  return Object.fromEntries(
    entries.map(([key, value]) => [key, paths.has(key) ? resolve(dirname(path), String(value)) : value]),
  )
}

/** @throws {InputError} with all faults; what unknown fields hold is not repeated: it may be a key. */
function checkFileSettings(schema: z.ZodType, content: unknown, path: string): void {
  const parsed = schema.safeParse(content)
  if (parsed.success) return
  const faults = formFaults(parsed.error, content)
  throw new InputError(
    `configuration file ${path}`,
    faults.map((fault) => (fault.code === 'UnknownField' ? { ...fault, value: '' } : fault)),
  )
}

/** The command and what belongs to it alone: neither settings nor the way it reports. */
function intentOf(command: Command): string {
  const path: string[] = []
  for (let at = command; at.parent !== null; at = at.parent) path.unshift(at.name())
  const settings = new Set<string>(SETTINGS.map(({ name }) => name))
  const options = Object.entries(command.opts()).filter(([name]) => !settings.has(name) && name !== 'intent')
  options.sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([...path, ...command.args, Object.fromEntries(options)])
}

function takes(command: Command, setting: Setting): boolean {
  return command.options.some((option) => option.attributeName() === setting.name)
}

/** A setting without a flag belongs to the commands that take the flags of its group. */
function writes(command: Command, setting: Setting): boolean {
  return setting.flag === undefined && command.options.some((option) => option.attributeName() === 'dryRun')
}

/** An empty variable is one that is not set. */
function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
