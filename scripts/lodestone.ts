#!/usr/bin/env node
/** The command line. */
import { CommanderError, type Command } from 'commander'
import { makeProgram } from './program.ts'
import { tellError } from './support/tellError.ts'

const program = makeProgram()

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
