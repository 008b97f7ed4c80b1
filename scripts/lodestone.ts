#!/usr/bin/env node
/** The command line. Each command is a file of its own in commands/; what needs the chain is loaded when a command runs. */
import { Command, CommanderError } from 'commander'
import { assignCommand } from './commands/assign.ts'
import { breakCommand } from './commands/break.ts'
import { challengeCommand } from './commands/challenge.ts'
import { claimCommand } from './commands/claim.ts'
import { collectCommand } from './commands/collect.ts'
import { createCommand } from './commands/create.ts'
import { keyCommand } from './commands/key.ts'
import { listCommand } from './commands/list.ts'
import { observeCommand } from './commands/observe.ts'
import { pledgeCommand } from './commands/pledge.ts'
import { portfolioCommand } from './commands/portfolio.ts'
import { refundCommand } from './commands/refund.ts'
import { ruleCommand } from './commands/rule.ts'
import { settleCommand } from './commands/settle.ts'
import { statusCommand } from './commands/status.ts'
import { releaseCommand } from './commands/release.ts'
import { submitCommand } from './commands/submit.ts'
import { watchCommand } from './commands/watch.ts'
import { tellError } from './support/tellError.ts'

const program = new Command('lodestone')
  .description('Advance market commitments for AI safety: pledge, prove, be paid.')
  .addHelpText('after', '\nSettings and worked examples: docs/cli.md')

for (const command of [
  createCommand,
  pledgeCommand,
  claimCommand,
  breakCommand,
  observeCommand,
  submitCommand,
  challengeCommand,
  ruleCommand,
  settleCommand,
  releaseCommand,
  collectCommand,
  refundCommand,
  assignCommand,
  statusCommand,
  watchCommand,
  keyCommand,
  listCommand,
  portfolioCommand,
]) {
  program.addCommand(command())
}

// `lodestone ... | head` closes the pipe: that is no fault of anybody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  throwInsteadOfExit(program)
  await program
    .hook('preAction', async (_, command) => {
      const { readSettings } = await import('./support/readSettings.ts')
      await readSettings(command, process.env)
    })
    .parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode
  else tellError(error, process.argv.includes('--json'))
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride()
  command.commands.forEach(throwInsteadOfExit)
}
