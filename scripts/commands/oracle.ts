import { Command } from 'commander'
import { backupCommand } from './oracle/backup.ts'
import { findingsCommand } from './oracle/findings.ts'
import { preflightCommand } from './oracle/preflight.ts'
import { recordCommand } from './oracle/record.ts'
import { restoreCommand } from './oracle/restore.ts'
import { resumeCommand } from './oracle/resume.ts'
import { reviewCommand } from './oracle/review.ts'
import { runCommand } from './oracle/run.ts'
import { statusCommand } from './oracle/status.ts'

export function oracleCommand(): Command {
  return new Command('oracle')
    .description('the service of a panel member: observes claims, verifies, signs once, submits')
    .addCommand(runCommand())
    .addCommand(preflightCommand())
    .addCommand(statusCommand())
    .addCommand(reviewCommand(openEvidence))
    .addCommand(resumeCommand())
    .addCommand(findingsCommand())
    .addCommand(recordCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
}

async function openEvidence() {
  const { withEvidence } = await import('../../oracle/evidence/withEvidence.ts')
  return withEvidence
}
