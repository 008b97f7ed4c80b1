/** A contract refused a call. Says what happened and what to do. */
export class RevertError extends Error {
  override readonly name = 'RevertError'
  /** Name of the contract's custom error, `Error` for a reason string, `unknown` where the data says nothing. */
  readonly errorName: string
  /** The error's values by the names the contract gives them. */
  readonly values: Readonly<Record<string, unknown>>
  readonly toDo: string

  constructor(
    errorName: string,
    what: string,
    toDo: string,
    values: Readonly<Record<string, unknown>>,
    cause?: unknown,
  ) {
    super(`${what} ${toDo}`.trim(), { cause })
    this.errorName = errorName
    this.toDo = toDo
    this.values = values
  }
}
