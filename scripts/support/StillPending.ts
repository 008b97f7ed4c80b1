/** Something is under way and not at its end: the same command, run again later, goes on from there. */
export class StillPending extends Error {
  override readonly name = 'StillPending'
  readonly hash: `0x${string}` | undefined

  constructor(message: string, hash?: `0x${string}`) {
    super(`${message} Run the same command again later: it goes on from there and sends nothing twice.`)
    this.hash = hash
  }
}
