import { BaseError, UserRejectedRequestError } from 'viem'

/** Whether the visitor said no in the wallet (EIP-1193: code 4001). */
export function wasRefused(error: unknown): boolean {
  if (!(error instanceof BaseError)) return hasCode4001(error)
  return error.walk((cause) => cause instanceof UserRejectedRequestError || hasCode4001(cause)) !== null
}

function hasCode4001(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 4001
}
