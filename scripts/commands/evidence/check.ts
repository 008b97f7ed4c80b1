import type { Command } from 'commander'
import type { CheckSettings } from '../../support/evidence/checkEvidence.ts'
import { readCommand } from '../../support/options.ts'
import { run } from '../../support/run.ts'

export function evidenceCheckCommand(): Command {
  return readCommand('check', 'prove evidence: every file against the manifest, manifest and salt against a claim')
    .argument('<path>', "an encrypted bundle, the folder it was opened into, or a claim's folder")
    .option('--identity <file>', 'your age identity, to look into an encrypted bundle')
    .option('--escrow <address>', 'the escrow of the claim')
    .option('--claim <key>', 'key of the claim on the chain')
    .action((path: string, settings: CheckSettings) =>
      run(settings, async () => {
        const { checkEvidence } = await import('../../support/evidence/checkEvidence.ts')
        return checkEvidence(path, settings)
      }),
    )
}
