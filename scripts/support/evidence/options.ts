import type { Command } from 'commander'
import { optionOf } from '../options.ts'

/** An option that may be given several times. */
const collect = (value: string, before: string[] = []): string[] => [...before, value]

/** Options of commands that encrypt evidence. */
export function withReaders(command: Command): Command {
  return command
    .option('--statement <text>', 'what was achieved (default: the content of statement.txt in the folder)')
    .option('--out <folder>', 'folder of the claim: manifest, salt, bundle, state (default: <folder>.claim)')
    .option('--also <recipient>', 'encrypt to this age recipient too, for instance your own; may be repeated', collect)
    .option('--without <address>', 'leave out this member or the arbiter; may be repeated', collect)
    .option('--recipient <address=recipient>', 'the age recipient of a member or the arbiter; may be repeated', collect)
}

/** The setting that names a storage. */
export function withStorage(command: Command): Command {
  return command.addOption(optionOf('storage'))
}
