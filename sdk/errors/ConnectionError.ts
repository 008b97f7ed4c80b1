/** The chain, or another server, could not be asked: nothing is known about the outcome of a read; trying again later may help. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'

  constructor(what: string, cause?: unknown, toDo = 'Check the RPC endpoint and try again.') {
    super(`${what} ${toDo}`, { cause })
  }
}
