#!/usr/bin/env node
/** The command line. Each command is a file of its own in commands/; what needs the chain is loaded when a command runs. */
import { Command, CommanderError } from 'commander'
import { assignCommand } from './commands/assign.ts'
import { breakCommand } from './commands/break.ts'
import { challengeCommand } from './commands/challenge.ts'
import { claimCommand } from './commands/claim.ts'
import { collectCommand } from './commands/collect.ts'
import { observeCommand } from './commands/observe.ts'
import { outcomeCommand } from './commands/outcome.ts'
import { pledgeCommand } from './commands/pledge.ts'
import { refundCommand } from './commands/refund.ts'
import { ruleCommand } from './commands/rule.ts'
import { settleCommand } from './commands/settle.ts'
import { sizeCommand } from './commands/size.ts'
import { statusCommand } from './commands/status.ts'

const program = new Command('lodestone')
  .description('Advance market commitments for AI safety: pledge, prove, be paid.')
  .addHelpText('after', '\nSettings and worked examples: docs/cli.md')

for (const command of [
  outcomeCommand,
  pledgeCommand,
  claimCommand,
  breakCommand,
  observeCommand,
  challengeCommand,
  ruleCommand,
  settleCommand,
  collectCommand,
  refundCommand,
  assignCommand,
  statusCommand,
  sizeCommand,
]) {
  program.addCommand(command())
}

/** Makes a command and those below it throw instead of ending the process. */
function override(command: Command): void {
  command.exitOverride()
  for (const inner of command.commands) override(inner)
}

try {
  override(program)
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode
}
