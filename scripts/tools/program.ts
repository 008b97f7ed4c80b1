/** What all tools that judge something have in common. */

/** Something the user must see and can do something about; its message says all. */
export class Fault extends Error {}

/**
 * Runs `main` as the program `name`. A `Fault` is printed, anything else that is thrown is an error of ours and shows its stack;
 * either sets exit code 1. A wrong command line is parseArgs' TypeError, whose message says which option.
 */
export async function program(name: string, main: () => void | Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof Fault) && !(error instanceof TypeError && 'code' in error)) throw error
    console.error(`${name}: ${error.message}`)
    process.exitCode = 1
  }
}
