import type { Command } from 'commander'
import { withReaders } from '../../support/evidence/options.ts'
import type { PackSettings } from '../../support/evidence/packReport.ts'
import { readCommand } from '../../support/options.ts'
import { run } from '../../support/run.ts'

export function evidencePackCommand(): Command {
  return withReaders(readCommand('pack', 'pack and encrypt evidence; claim goes on from there'))
    .argument('<folder>', 'folder of the evidence')
    .requiredOption('--escrow <address>', 'the escrow that the claim is for')
    .option('--solver <address>', 'who will file the claim (default: that of the setting --account)')
    .option('--target <claim>', 'key of the paid claim, for a break claim')
    .action((folder: string, settings: PackSettings) =>
      run(settings, async () => {
        const { packReport } = await import('../../support/evidence/packReport.ts')
        return packReport(folder, settings)
      }),
    )
}
