import { Command } from 'commander'
import { acceptCommand } from './operator/accept.ts'
import { publishCommand } from './operator/publish.ts'
import { showCommand } from './operator/show.ts'

export function operatorCommand(): Command {
  return new Command('operator')
    .description(
      'what operators say of themselves in the directory: endpoint, encryption key, escrows that they accept',
    )
    .addCommand(publishCommand())
    .addCommand(acceptCommand())
    .addCommand(showCommand())
}
