import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Pinned } from '../history.ts'
import type { BlockName, Headers } from './headers.ts'

/** The block up to which everything is read, and the check that it is still on the chain. */
export class Pin {
  readonly block: Pinned
  readonly #headers: Headers

  private constructor(block: Pinned, headers: Headers) {
    this.block = block
    this.#headers = headers
  }

  /** @throws {ConnectionError} when the endpoint does not have the block, or has another one with its number. */
  static async at(headers: Headers, name: BlockName): Promise<Pin> {
    const pin = new Pin(await headers.block(name), headers)
    await pin.check()
    return pin
  }

  /**
   * Whatever the endpoint said since the last check belongs to the chain of the pinned block.
   * @throws {ConnectionError} when it is no longer on the chain.
   */
  async check(): Promise<void> {
    await this.isOn(this.#headers)
  }

  /** The same for another endpoint's chain. */
  async isOn(headers: Headers): Promise<void> {
    const [header] = await headers.fresh([Number(this.block.number)])
    if (header?.hash === this.block.hash) return
    const there = header === undefined ? 'none' : header.hash
    throw new ConnectionError(
      `Block ${this.block.number} is ${this.block.hash} in one answer and ${there} in another: the chain was reorganised, or an endpoint lags behind.`,
      undefined,
      'Try again; what was read stays in the cache.',
    )
  }
}
