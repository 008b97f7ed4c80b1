/** The tree of commands. Each command is a file of its own in commands/; what needs the chain is loaded when a command runs. */
import { Command, Help, type Option } from 'commander'

import { assignCommand } from './commands/assign.ts'
import { auditCommand } from './commands/audit.ts'
import { breakCommand } from './commands/break.ts'
import { challengeCommand } from './commands/challenge.ts'
import { claimCommand } from './commands/claim.ts'
import { collectCommand } from './commands/collect.ts'
import { completionCommand } from './commands/completion.ts'
import { evidenceCommand } from './commands/evidence.ts'
import { indexCommand } from './commands/index.ts'
import { keyCommand } from './commands/key.ts'
import { listCommand } from './commands/list.ts'
import { observeCommand } from './commands/observe.ts'
import { operatorCommand } from './commands/operator.ts'
import { oracleCommand } from './commands/oracle.ts'
import { outcomeCommand } from './commands/outcome.ts'
import { pledgeCommand } from './commands/pledge.ts'
import { portfolioCommand } from './commands/portfolio.ts'
import { refundCommand } from './commands/refund.ts'
import { releaseCommand } from './commands/release.ts'
import { ruleCommand } from './commands/rule.ts'
import { settleCommand } from './commands/settle.ts'
import { sizeCommand } from './commands/size.ts'
import { statusCommand } from './commands/status.ts'
import { submitCommand } from './commands/submit.ts'
import { watchCommand } from './commands/watch.ts'
import { addExamples } from './support/examples.ts'

const COMMANDS = [
  outcomeCommand,
  pledgeCommand,
  claimCommand,
  breakCommand,
  evidenceCommand,
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
  listCommand,
  portfolioCommand,
  auditCommand,
  operatorCommand,
  oracleCommand,
  indexCommand,
  sizeCommand,
  keyCommand,
  completionCommand,
]

export function makeProgram(): Command {
  const program = new Command('lodestone')
    .description('Advance market commitments for AI safety: pledge, prove, be paid.')
    .addHelpText('after', '\nSettings and worked examples: docs/cli.md')
  for (const command of COMMANDS) program.addCommand(command())
  addExamples(program)
  settingsLast(program)
  return program
}

/** Lets the help of every command show its own options before the settings, which are added first. */
function settingsLast(command: Command): void {
  const help = new Help()
  command.configureHelp({
    visibleOptions: (one) => {
      const options = help.visibleOptions(one)
      const isSetting = (option: Option) => option.helpGroupHeading !== undefined
      return [...options.filter((option) => !isSetting(option)), ...options.filter(isSetting)]
    },
    groupItems: (_, visible, groupOf) => help.groupItems([], visible, groupOf),
  })
  command.commands.forEach(settingsLast)
}
