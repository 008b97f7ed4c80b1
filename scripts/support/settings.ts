/** Every setting, once: the options of the commands, the environment, the configuration file and the table in docs/cli.md follow from it. */

/** One setting. A flag is stronger than the environment, that is stronger than the file, and the file than the default. */
export interface Setting {
  /** Its name in code: what commander calls the value of the flag. */
  name: string
  flag?: string
  env?: string
  /** Its field in the configuration file. */
  key?: string
  kind: 'text' | 'url' | 'file' | 'number' | 'address' | 'switch'
  default?: string
  /** The commands that take it: all of them, those that send transactions, or those that ask for it by name. */
  of: 'all' | 'writing' | 'some'
  description: string
}

const TABLE = [
  {
    name: 'config',
    flag: '--config <file>',
    env: 'LODESTONE_CONFIG',
    kind: 'file',
    of: 'all',
    description: 'configuration file (JSON; default: lodestone.json in the working folder, where there is one)',
  },
  {
    name: 'rpc',
    flag: '--rpc <url>',
    env: 'LODESTONE_RPC',
    key: 'rpc',
    kind: 'url',
    default: 'http://127.0.0.1:8545',
    of: 'all',
    description: 'RPC endpoint of the chain',
  },
  {
    name: 'chain',
    flag: '--chain <id>',
    env: 'LODESTONE_CHAIN',
    key: 'chain',
    kind: 'number',
    of: 'all',
    description: 'chain id that is expected; an endpoint of another chain is refused',
  },
  {
    name: 'deployment',
    flag: '--deployment <file>',
    env: 'LODESTONE_DEPLOYMENT',
    key: 'deployment',
    kind: 'file',
    of: 'all',
    description: 'deployment record (default: deployments/<chain id>.json of this installation)',
  },
  {
    name: 'account',
    flag: '--account <address>',
    env: 'LODESTONE_ACCOUNT',
    key: 'account',
    kind: 'address',
    of: 'all',
    description: 'the account that acts or is asked about; with a signer of several accounts it says which',
  },
  {
    name: 'names',
    flag: '--names <file>',
    env: 'LODESTONE_NAMES',
    key: 'names',
    kind: 'file',
    of: 'some',
    description: 'JSON object of the addresses behind names in term sheets',
  },
  {
    name: 'storage',
    flag: '--storage <where>',
    env: 'LODESTONE_STORAGE',
    key: 'storage',
    kind: 'text',
    of: 'some',
    description:
      'where encrypted evidence is put: a folder (default: .lodestone/evidence of this installation), ipfs:<URL of a Kubo API>, or s3://<bucket>/<prefix>',
  },
  {
    name: 'database',
    flag: '--database <where>',
    env: 'LODESTONE_DATABASE',
    key: 'database',
    kind: 'text',
    of: 'some',
    description:
      'where the index is: an SQLite file (default: .lodestone/index.sqlite of this installation), or the postgres: URL of a database',
  },
  {
    name: 'keystore',
    flag: '--keystore <file>',
    env: 'LODESTONE_KEYSTORE',
    key: 'keystore',
    kind: 'file',
    of: 'writing',
    description: 'encrypted V3 keystore that signs',
  },
  {
    name: 'passwordFile',
    flag: '--password-file <file>',
    env: 'LODESTONE_PASSWORD_FILE',
    key: 'passwordFile',
    kind: 'file',
    of: 'writing',
    description: 'file of the password of the keystore (default: it is asked for on the terminal)',
  },
  {
    name: 'signer',
    flag: '--signer <url>',
    env: 'LODESTONE_SIGNER',
    key: 'signer',
    kind: 'url',
    of: 'writing',
    description: 'remote signer that signs instead of a keystore: Clef, Frame (hardware wallets), Web3Signer',
  },
  {
    name: 'privateKey',
    env: 'LODESTONE_PRIVATE_KEY',
    kind: 'text',
    of: 'writing',
    description: 'plain key, on local chains only (ids 31337 and 1337); it is never an argument and never in a file',
  },
  {
    name: 'journal',
    flag: '--journal <folder>',
    env: 'LODESTONE_JOURNAL',
    key: 'journal',
    kind: 'file',
    of: 'writing',
    description: 'folder of the transactions that were signed (default: .lodestone/journal in your home folder)',
  },
  {
    name: 'wait',
    flag: '--wait <seconds>',
    env: 'LODESTONE_WAIT',
    key: 'wait',
    kind: 'number',
    default: '180',
    of: 'writing',
    description: 'how long to wait for a transaction before the command gives up with exit code 75',
  },
  {
    name: 'yes',
    flag: '--yes',
    env: 'LODESTONE_YES',
    kind: 'switch',
    of: 'writing',
    description: 'do not ask before money moves; never taken from a file',
  },
  {
    name: 'dryRun',
    flag: '--dry-run',
    kind: 'switch',
    of: 'writing',
    description: 'simulate, show what would happen, and send nothing',
  },
  { name: 'json', flag: '--json', kind: 'switch', of: 'all', description: 'print JSON, errors too' },
  {
    name: 'color',
    flag: '--no-color',
    env: 'NO_COLOR',
    kind: 'switch',
    of: 'all',
    description: 'print no colours; on a terminal there are some, elsewhere only with FORCE_COLOR',
  },
] as const satisfies readonly Setting[]

export type SettingName = (typeof TABLE)[number]['name']

export const SETTINGS: readonly (Setting & { name: SettingName })[] = TABLE
