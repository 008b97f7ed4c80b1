import type { Command } from 'commander'
import type { FilingSettings } from '../support/evidence/fileEvidence.ts'
import { withReaders, withStorage } from '../support/evidence/options.ts'
import { writeCommand } from '../support/options.ts'
import { run } from '../support/run.ts'

export function breakCommand(): Command {
  const command = writeCommand('break', 'file a break claim: evidence that a result under warranty does not hold')
  return withStorage(withReaders(command))
    .argument('<escrow>', 'address of the escrow')
    .argument('<target>', 'key of the paid claim')
    .argument('<folder>', 'folder of the evidence')
    .option('--payee <address>', 'who is paid (default: the sender)')
    .option('--uri <uri>', 'where you have put the packed bundle yourself; nothing is stored then')
    .addHelpText(
      'after',
      '\nKilled or failed half-way, the same command goes on where it was. Example: docs/evidence.md',
    )
    .action((escrow: string, target: string, folder: string, settings: FilingSettings) =>
      run(settings, async () => {
        const { fileEvidence } = await import('../support/evidence/fileEvidence.ts')
        return fileEvidence({ escrow, target, folder }, settings)
      }),
    )
}
