import { BaseError } from 'viem'

const LONGEST = 200

/** Why something failed, in one line for the log. No long hex: a node repeats the transaction, and signatures may be in it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const text = error instanceof BaseError ? `${error.shortMessage} ${error.details}` : error.message
  return text
    .replace(/0x[0-9a-fA-F]{65,}/g, '0x...')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST)
}
