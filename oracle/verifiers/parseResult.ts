import { formFaults } from '../../sdk/errors/parseInput.ts'
import { verifierResultSchema, type VerifierResult } from './verifier.ts'
import { VerifierError } from './VerifierError.ts'

/**
 * Reads what a program wrote to stdout.
 * @throws {VerifierError} `no result` or `nonsense`. Its message has nothing of the output, which may quote evidence.
 */
export function parseResult(text: string): VerifierResult {
  if (text.trim() === '') throw new VerifierError('no result', 'The program ended well and wrote no result to stdout.')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new VerifierError('nonsense', 'What the program wrote to stdout is not JSON.')
  }
  const parsed = verifierResultSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const faults = formFaults(parsed.error, json).map(({ code, path, message }) =>
    code === 'UnknownField' ? 'has a field that there is not' : `${path === '' ? 'as a whole' : path}: ${message}`,
  )
  throw new VerifierError('nonsense', `The result is not of the agreed form: ${faults.join('; ')}.`)
}
