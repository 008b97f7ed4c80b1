import { Command } from 'commander'
import { run } from '../../support/run.ts'

export function evidenceOpenCommand(): Command {
  return new Command('open')
    .description('decrypt a bundle and prove every file against its manifest')
    .argument('<bundle>', 'the encrypted bundle')
    .requiredOption('--identity <file>', 'your age identity')
    .requiredOption('--out <folder>', 'a folder that is not there yet')
    .option('--json', 'print JSON')
    .action((bundle: string, settings: { identity: string; out: string; json?: true }) =>
      run(settings, async () => {
        const { readIdentities } = await import('../../../oracle/evidence/identities.ts')
        const { openTo } = await import('../../../oracle/evidence/openTo.ts')
        const { openedReport } = await import('../../support/evidence/openedReport.ts')
        const { openSealedFile } = await import('../../support/evidence/sealed.ts')
        const identities = await readIdentities(settings.identity)
        const opened = await openTo(settings.out, await openSealedFile(bundle, 'Opening'), identities)
        return openedReport(opened, settings.out, {
          last: "Whether it is a claim's: lodestone evidence check --claim.",
        })
      }),
    )
}
