import type { Command } from 'commander'
import type { FilingSettings } from '../support/fileClaim.ts'
import { writeCommand } from '../support/options.ts'
import { run } from '../support/run.ts'

export function breakCommand(): Command {
  return writeCommand('break', 'file a break claim: evidence that a result under warranty does not hold')
    .argument('<escrow>', 'address of the escrow')
    .argument('<target>', 'key of the paid claim')
    .argument('<manifest>', 'manifest of the evidence bundle (JSON)')
    .requiredOption('--uri <uri>', 'where the encrypted bundle is')
    .option('--payee <address>', 'who is paid (default: the sender)')
    .option('--salt <file>', 'file of the salt; made if it is not there (default: <manifest>.salt)')
    .action((escrow: string, target: string, manifestFile: string, settings: FilingSettings) =>
      run(settings, async () => {
        const { fileClaim } = await import('../support/fileClaim.ts')
        return fileClaim({ escrow, target, manifestFile }, settings)
      }),
    )
}
