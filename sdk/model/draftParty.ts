import { getAddress, type Address } from 'viem'
import { InputError } from '../errors/InputError.ts'
import { valueAt } from '../errors/parseInput.ts'
import type { DraftReader } from './draftReader.ts'
import { nearest } from './nearest.ts'
import { addressSchema } from './schemas.ts'

/** The address that a term sheet names at `path`, itself or by a name. What is unknown is noted, with the name that is nearest. */
export function draftParty(reader: DraftReader, path: string, names: unknown): Address | undefined {
  return reader.read(path, (text) => {
    const known = typeof names === 'object' && names !== null ? Object.keys(names) : []
    const named = known.includes(text)
    const parsed = addressSchema.safeParse(named ? valueAt(names, [text]) : text)
    if (parsed.success) return getAddress(parsed.data)
    // A name whose address is wrong is a fault of the names file.
    if (named) return undefined
    if (text.startsWith('0x')) throw fault('AddressForm', parsed.error.issues[0]?.message ?? 'is not an address')
    const near = nearest(text, known)
    const meant = near === undefined ? '' : `; is "${near}" meant?`
    throw fault('UnknownName', `is neither an address nor a name that is known${meant || '; add it to the names file'}`)
  })
}

function fault(code: string, message: string): InputError {
  return new InputError('name', [{ code, path: '', value: '', message }])
}
