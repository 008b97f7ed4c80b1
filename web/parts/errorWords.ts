/** What is shown of errors. Their words may be a stranger's: of a token that reverts, an endpoint, a document. */
import type { InputError } from '../../sdk/errors/InputError.ts'
import { text } from '../text/en/parts.ts'
import { visible } from './visible.ts'

/** Characters of a message, and of a value that is wrong; faults of an input. */
const MOST = { message: 600, value: 200, faults: 50 }

const cut = (words: string, most: number): string => (words.length <= most ? words : `${words.slice(0, most)}…`)

/** Every fault of an input, one a line. */
export function linesOf({ faults }: InputError): string[] {
  const lines = faults.slice(0, MOST.faults).map(({ document: where, path, value, message }) => {
    const about = [where, path, cut(value, MOST.value)].filter((one) => one !== undefined && one !== '').join(' ')
    return visible(`${cut(about, MOST.message)}: ${cut(message, MOST.message)}`)
  })
  return faults.length <= MOST.faults ? lines : [...lines, text.moreFaults(faults.length - MOST.faults)]
}

/** The first words of another error. */
export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'shortMessage' in error && typeof error.shortMessage === 'string')
    return visible(error.shortMessage.slice(0, MOST.message))
  return error instanceof Error ? visible(error.message.slice(0, MOST.message)) : text.unknown
}
