import { Command } from 'commander'
import { checkCommand } from './outcome/check.ts'
import { createCommand } from './outcome/create.ts'
import { explainCommand } from './outcome/explain.ts'
import { verifyCommand } from './outcome/verify.ts'

export function outcomeCommand(): Command {
  return new Command('outcome')
    .description('check, explain, create and verify commitments from an outcome document and a term sheet')
    .addCommand(checkCommand())
    .addCommand(explainCommand())
    .addCommand(createCommand())
    .addCommand(verifyCommand())
}
