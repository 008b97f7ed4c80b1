/** Why a verifier gave no result. */
export type VerifierFault =
  /** None is configured for the outcome. */
  | 'no verifier'
  /** The escrow's document is no outcome document. */
  | 'no outcome'
  /** There is no sandbox, and running without one is not configured. */
  | 'no sandbox'
  /** The program, or a file that it is to read, is not there. */
  | 'no program'
  | 'timeout'
  | 'too much output'
  /** All its processes together took more memory than configured, or there were more of them. */
  | 'too much memory'
  | 'too many processes'
  /** It ended with another exit code than 0, or by a signal. */
  | 'failed'
  | 'no result'
  /** A result that is not of the agreed form, or leaves a side condition unanswered. */
  | 'nonsense'
  /** The configuration does not fit the outcome document: trying again cannot help. */
  | 'misfit'
  /** The service is shutting down. */
  | 'ended'

/** A verifier gave no result. It says nothing about the claim: a result of 0 is a result. */
export class VerifierError extends Error {
  override readonly name = 'VerifierError'
  readonly fault: VerifierFault
  /** The end of what the program wrote to stderr, made harmless. */
  readonly said: string

  constructor(fault: VerifierFault, message: string, said = '') {
    super(message)
    this.fault = fault
    this.said = said
  }
}
