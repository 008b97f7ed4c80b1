import { BaseError } from 'viem'
import { ConnectionError } from '../sdk/errors/ConnectionError.ts'
import { InputError } from '../sdk/errors/InputError.ts'
import { RevertError } from '../sdk/errors/RevertError.ts'

/** What SQLite says when another process writes. */
const [BUSY, LOCKED] = [5, 6]

/**
 * What ended an audit, as one of the errors that it may end with: what an endpoint answered instead of an answer is a ConnectionError,
 * a cache that cannot be used an InputError. Anything else is a fault of this program, and stays what it is.
 */
export function explainFailure(error: unknown, cache: string | undefined): unknown {
  if (error instanceof ConnectionError || error instanceof InputError) return error
  if (error instanceof RevertError || error instanceof BaseError) {
    return new ConnectionError('The endpoint refuses what it was asked.', error, 'Try again, or use another endpoint.')
  }
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'ERR_SQLITE_ERROR') {
    const number = 'errcode' in error ? Number(error.errcode) & 0xff : 0
    if (number === BUSY || number === LOCKED) {
      return new ConnectionError('Another audit is writing to the same cache.', error, 'Try again.')
    }
    return unusable(cache, `cannot be used: ${error.message}; make room on the disk, or delete its files`)
  }
  const isFile = 'syscall' in error && 'path' in error && cache !== undefined && String(error.path).startsWith(cache)
  return isFile ? unusable(cache, `cannot be used: ${error.message}; name another folder`) : error
}

function unusable(cache: string | undefined, message: string): InputError {
  return new InputError('cache', [{ path: 'cache', value: cache ?? 'none', message }])
}
