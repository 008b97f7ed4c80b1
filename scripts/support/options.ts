import { Command, Option } from 'commander'
import { SETTINGS, type Setting, type SettingName } from './settings.ts'

/** Settings that every command has, after `readSettings` has filled in environment, file and defaults. */
export interface Settings {
  rpc: string
  chain?: number
  deployment?: string
  account?: `0x${string}`
  names?: string
  json?: true
}

/** Settings of commands that send transactions. */
export interface WriteSettings extends Settings {
  keystore?: string
  passwordFile?: string
  signer?: string
  privateKey?: string
  journal?: string
  wait: number
  yes?: true
  dryRun?: true
  /** The Safe that is to make the transaction, where the command can leave it to one: see `withSafe`. */
  safe?: string
  safeFile?: string
  /** The command and its own arguments: the same text = the same command. Not a setting. */
  intent: string
}

/** A command that only reads. */
export function readCommand(name: string, description: string): Command {
  return withSettings(new Command(name).description(description), 'all')
}

/** A command that sends transactions. */
export function writeCommand(name: string, description: string): Command {
  return withSettings(readCommand(name, description), 'writing')
}

/** The option of a setting that only some commands take. */
export function optionOf(name: SettingName): Option {
  const setting = SETTINGS.find((one) => one.name === name)
  if (setting?.flag === undefined) throw new TypeError(`There is no flag for ${name}.`)
  return new Option(setting.flag, describe(setting))
}

function withSettings(command: Command, of: Setting['of']): Command {
  for (const setting of SETTINGS) {
    if (setting.of === of && setting.flag !== undefined) {
      command.addOption(optionOf(setting.name).helpGroup('Settings:'))
    }
  }
  return command
}

function describe({ description, env, default: usual }: Setting): string {
  const more = [...(env === undefined ? [] : [`env: ${env}`]), ...(usual === undefined ? [] : [`default: ${usual}`])]
  return more.length === 0 ? description : `${description} [${more.join(', ')}]`
}

/** Adds to a command that sends transactions that a Safe may make them instead: see `openSafeOrWriter`. */
export function withSafe(command: Command): Command {
  return command
    .option('--safe <address>', 'send nothing: write the batch that this Safe is to make')
    .option('--safe-file <file>', 'where that batch goes, for the transaction builder of Safe (default: safe.json)')
}
