import type { Command } from 'commander'
import { withStorage } from '../../support/evidence/options.ts'
import type { FetchSettings } from '../../support/evidence/fetchEvidence.ts'
import { readCommand } from '../../support/options.ts'
import { run } from '../../support/run.ts'

export function evidenceFetchCommand(): Command {
  return withStorage(readCommand('fetch', "get the evidence of a claim, decrypt it, and prove that it is the claim's"))
    .argument('<escrow>', 'address of the escrow')
    .argument('<claim>', 'key of the claim')
    .requiredOption('--identity <file>', 'your age identity')
    .requiredOption('--out <folder>', 'a folder that is not there yet')
    .option('--limit <GB>', 'give up after so many gigabytes', '100')
    .action((escrow: string, claim: string, settings: FetchSettings) =>
      run(settings, async () => {
        const { fetchEvidence } = await import('../../support/evidence/fetchEvidence.ts')
        return fetchEvidence({ escrow, claim }, settings)
      }),
    )
}
