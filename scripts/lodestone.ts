#!/usr/bin/env node
/** The command line. Each command is a file of its own in commands/; what needs the chain is loaded when a command runs. */
import { Command, CommanderError } from 'commander'
import { assignCommand } from './commands/assign.ts'
import { breakCommand } from './commands/break.ts'
import { challengeCommand } from './commands/challenge.ts'
import { claimCommand } from './commands/claim.ts'
import { collectCommand } from './commands/collect.ts'
import { createCommand } from './commands/create.ts'
import { evidenceCommand } from './commands/evidence.ts'
import { observeCommand } from './commands/observe.ts'
import { pledgeCommand } from './commands/pledge.ts'
import { refundCommand } from './commands/refund.ts'
import { ruleCommand } from './commands/rule.ts'
import { settleCommand } from './commands/settle.ts'
import { statusCommand } from './commands/status.ts'

const program = new Command('lodestone')
  .description('Advance market commitments for AI safety: pledge, prove, be paid.')
  .addHelpText('after', '\nSettings and worked examples: docs/cli.md')

for (const command of [
  createCommand,
  pledgeCommand,
  claimCommand,
  breakCommand,
  evidenceCommand,
  observeCommand,
  challengeCommand,
  ruleCommand,
  settleCommand,
  collectCommand,
  refundCommand,
  assignCommand,
  statusCommand,
]) {
  program.addCommand(command())
}

try {
  for (const command of program.commands) command.exitOverride()
  await program.exitOverride().parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode
}
