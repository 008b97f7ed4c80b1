import { Command } from 'commander'
import type { IndexSettings } from '../support/index/settings.ts'
import { optionOf, readCommand } from '../support/options.ts'
import { run } from '../support/run.ts'

export function indexCommand(): Command {
  return new Command('index')
    .description('all escrows of a chain in a database, searchable, with an API: what the page reads')
    .addCommand(runCommand())
}

function runCommand(): Command {
  return readCommand('run', 'follow the chain and answer over HTTP until Ctrl+C')
    .addOption(optionOf('database'))
    .option('--host <address>', 'address to listen on; the API has no access control', '127.0.0.1')
    .option('--port <port>', 'port to listen on (0 = a free one)', '8600')
    .option('--poll <milliseconds>', 'how long to wait before asking for a new block again', '1000')
    .option(
      '--confirmations <blocks>',
      'after how many blocks figures count as final (default: what the chain says, else 64)',
    )
    .option('--allow-origin <origin>', 'let a page of this other origin read the answers (default: none)')
    .option('--page <folder>', 'serve the built page as well, at / (default: none)')
    .option(
      '--page-rpc <url>',
      'endpoint of the chain that visitors are given (default: none, and never that of the index)',
    )
    .option('--page-chain <name>', 'what visitors call the chain (default: its usual name)')
    .option('--page-currency <symbol>', 'what gas is paid in (default: what is usual there)')
    .option('--page-explorer <url>', 'block explorer that the page links to (default: none)')
    .option('--page-report <url>', 'full report of the auditor that the page links to (default: none)')
    .action((settings: IndexSettings) =>
      run(settings, async () => {
        const { runIndexCommand } = await import('../support/index/runIndex.ts')
        await runIndexCommand(settings)
        return undefined
      }),
    )
}
