import { Command } from 'commander'
import { panelCommand } from './size/panel.ts'
import { purseCommand } from './size/purse.ts'

export function sizeCommand(): Command {
  return new Command('size')
    .description('how large must the purse be, and how many members should judge')
    .addCommand(purseCommand())
    .addCommand(panelCommand())
}
