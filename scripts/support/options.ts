import { Command, Option } from 'commander'

/** Settings that every command takes. */
export interface Settings {
  rpc: string
  deployment?: string
  json?: true
}

/** Settings of commands that send transactions. */
export interface WriteSettings extends Settings {
  keystore?: string
  dryRun?: true
}

/** A command that only reads. */
export function readCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .addOption(
      new Option('--rpc <url>', 'RPC endpoint of the chain').env('LODESTONE_RPC').default('http://127.0.0.1:8545'),
    )
    .option('--deployment <file>', 'deployment record (default: deployments/<chain id>.json)')
    .option('--json', 'print JSON')
}

/** A command that sends transactions. */
export function writeCommand(name: string, description: string): Command {
  return readCommand(name, description)
    .addOption(
      new Option(
        '--keystore <file>',
        'encrypted V3 keystore; LODESTONE_PASSWORD_FILE names the file of its password',
      ).env('LODESTONE_KEYSTORE'),
    )
    .option('--dry-run', 'simulate and send nothing')
}

/** Adds to a command that sends transactions that a Safe may make them instead: see `openSafeOrWriter`. */
export function withSafe(command: Command): Command {
  return command
    .option('--safe <address>', 'send nothing: write the batch that this Safe is to make')
    .option('--safe-file <file>', 'where that batch goes, for the transaction builder of Safe (default: safe.json)')
}
