/** The auditor counts bytes with Node's `Buffer`: here it is that of the library of this name. Loaded before the auditor's files. */
import { Buffer } from 'buffer'

Object.assign(globalThis, { Buffer })
