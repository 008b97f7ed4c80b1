import { Buffer } from 'buffer'

/** The auditor counts bytes with Node's `Buffer`: here it is that of the library of this name. Call it before its files are loaded. */
export function provideBuffer(): void {
  Object.assign(globalThis, { Buffer })
}
