import type { Command } from 'commander'
import type { FilingSettings } from '../support/fileClaim.ts'
import { writeCommand } from '../support/options.ts'
import { run } from '../support/run.ts'

export function claimCommand(): Command {
  return writeCommand('claim', 'file a claim: fixes its priority and reveals nothing')
    .argument('<escrow>', 'address of the escrow')
    .argument('<manifest>', 'manifest of the evidence bundle (JSON)')
    .requiredOption('--uri <uri>', 'where the encrypted bundle is')
    .option('--payee <address>', 'who is paid (default: the sender)')
    .option('--salt <file>', 'file of the salt; made if it is not there (default: <manifest>.salt)')
    .action((escrow: string, manifestFile: string, settings: FilingSettings) =>
      run(settings, async () =>
        (await import('../support/fileClaim.ts')).fileClaim({ escrow, manifestFile }, settings),
      ),
    )
}
