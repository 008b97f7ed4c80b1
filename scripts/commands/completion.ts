import { Argument, Command } from 'commander'

export function completionCommand(): Command {
  return new Command('completion')
    .description('print a script that makes a shell complete commands and flags')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish', _settings: object, command: Command) => {
      const { completionScript } = await import('../support/completion.ts')
      process.stdout.write(completionScript(command.parent ?? command, shell))
    })
}
