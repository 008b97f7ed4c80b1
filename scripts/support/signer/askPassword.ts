import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { InputError } from '../../../sdk/errors/InputError.ts'

/** Asks for a password on the terminal, without showing it. @throws {InputError} where there is no terminal, or nothing was typed. */
export async function askPassword(what: string): Promise<string> {
  const refuse = (message: string) => new InputError('password', [{ path: '--password-file', value: '', message }])
  if (!process.stdin.isTTY)
    throw refuse('is not given, and stdin is no terminal to ask on; name the file of the password')
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done()
    },
  })
  const asking = createInterface({ input: process.stdin, output: silent, terminal: true })
  // Only now does the terminal show nothing of what is typed.
  process.stderr.write(`${what}: `)
  const typed = await new Promise<string | undefined>((resolve) => {
    asking.once('line', resolve).once('close', () => {
      resolve(undefined)
    })
  })
  asking.close()
  process.stderr.write('\n')
  if (typed === undefined || typed === '') throw refuse('is empty; nothing was done')
  return typed
}
