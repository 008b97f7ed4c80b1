/** The person at the terminal or at the signer said no, or nobody could be asked. */
export class Declined extends Error {
  override readonly name = 'Declined'
}
