import { explainRevert } from '../errors/explainRevert.ts'

/** Runs calls to the chain; what they throw comes out as an error that says what to do. */
export async function explained<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw explainRevert(error)
  }
}
