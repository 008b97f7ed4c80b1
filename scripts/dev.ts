/** `npm run dev`: everything that the page needs, on this machine and in this process, to try it and to work on it. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError } from 'commander'
import { introduce } from './dev/introduce.ts'
import { startDev } from './dev/startDev.ts'

const IDENTITIES = fileURLToPath(new URL('../.lodestone/dev', import.meta.url))

function port(value: string): number {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number > 65_535) throw new InvalidArgumentError('must be 0 to 65535')
  return number
}

async function dev(options: { port: number }): Promise<void> {
  const tell = (line: string) => process.stderr.write(`${line}\n`)
  const world = await startDev({ port: options.port, identities: IDENTITIES, tell })
  process.stdout.write(`${introduce(world)}\n`)
  const end = () => {
    void world.close()
  }
  process.once('SIGINT', end).once('SIGTERM', end)
}

const command = new Command('dev')
  .description('Starts a local chain with six commitments in different states, five operators, the index and the page.')
  .option('--port <number>', 'port of the page on 127.0.0.1 (default: a free one)', port, 0)
  .action(dev)

try {
  await command.parseAsync()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
