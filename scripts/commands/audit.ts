import type { Command } from 'commander'
import type { AuditSettings } from '../support/audit/settings.ts'
import { readCommand } from '../support/options.ts'
import { run } from '../support/run.ts'

const EXIT_CODES = `
Exit codes:
  0    PASS: remarks at most; with --watch: ended by Ctrl+C
  1    something in the command has to be corrected
  2    findings: faults or broken promises
  75   the endpoint did not answer, or the chain was reorganised meanwhile: try again
Without --block-hash nothing is proved: everything rests on the endpoint having shown the real chain.`

export function auditCommand(): Command {
  return readCommand('audit', 'rebuild and prove every payment of an escrow, or of all')
    .argument('[escrow]', 'address of the escrow (default: all that the factory made)')
    .option(
      '--block-hash <hash>',
      'hash of the block to audit, from a source you trust: everything is proved against it',
    )
    .option(
      '--block <number>',
      'block to audit: a number, latest, safe or finalized (default: finalized; on local chains latest)',
    )
    .option('--history', 'with --block-hash: prove every log too, by the headers and receipts of all blocks')
    .option('--witness <url>', 'RPC endpoint of another provider that has to answer the same')
    .option('--cache <folder>', 'keep the logs that were read, so that the next audit goes on from there')
    .option(
      '--balances <slot>',
      'storage slot of the balances of the asset, such as 3, 2:vyper or 9/255 for USDC (default: found out)',
    )
    .option('--evidence <folder>', 'encrypted bundles, opened ones and reports to hold against what was committed to')
    .option('--identity <file>', 'your age identity, to look into encrypted bundles')
    .option('--observations <file>', 'signed observations from elsewhere, to find members that signed two of one claim')
    .option('--html <file>', 'write the report as a page, in place of what the file held')
    .option('--watch', 'audit again and again until Ctrl+C')
    .option('--every <seconds>', 'with --watch: how long to wait between audits (default: 60)')
    .option(
      '--serve <port>',
      'with --watch: serve report, metrics and readiness on this port of 127.0.0.1 (0 = a free one)',
    )
    .addHelpText('after', EXIT_CODES)
    .action((escrow: string | undefined, settings: AuditSettings) =>
      run(settings, async () => {
        const { runAudit } = await import('../support/audit/runAudit.ts')
        return runAudit(escrow, settings)
      }),
    )
}
