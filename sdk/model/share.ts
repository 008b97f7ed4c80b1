import { InputError } from '../errors/InputError.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'
import { shareSchema } from './schemas.ts'

/**
 * Reads a share such as "40 %" or "12.5 %" as basis points, exactly.
 * @throws {InputError} when it is not a share or has more than two decimals.
 */
export function parseShare(text: string, path = ''): bigint {
  const trimmed = text.trim()
  const parsed = shareSchema.safeParse(trimmed)
  if (parsed.success) return parseDecimal(trimmed.replace(/ *%$/, ''), 2, path)
  const message = parsed.error.issues[0]?.message ?? 'is not a share'
  throw new InputError('share', [{ code: 'ShareForm', path, value: JSON.stringify(text), message }])
}

/** Writes basis points as a share: 4000n is "40 %". */
export function formatShare(basisPoints: bigint): string {
  return `${formatDecimal(basisPoints, 2)} %`
}
