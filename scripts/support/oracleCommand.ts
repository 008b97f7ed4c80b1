import { Command } from 'commander'
import type { Config } from '../../oracle/config/config.ts'

/** What every command of the oracle service takes. */
export interface OracleSettings {
  config: string
  json?: true
}

/** A command of the oracle service, which is configured by a file of its own instead of the usual settings. */
export function oracleSubcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--config <file>', 'configuration of the oracle service')
    .option('--json', 'print JSON')
}

/** Reads the configuration of the service. @throws {InputError} with all faults. */
export async function readOracleConfig({ config }: OracleSettings): Promise<Config> {
  const { parseConfig } = await import('../../oracle/config/config.ts')
  const { readJson } = await import('../../oracle/files/readJson.ts')
  return parseConfig(await readJson(config, 'configuration'), config)
}
