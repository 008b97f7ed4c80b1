/** How the arguments of commands are read. */
import { z } from 'zod'
import { isSafeUrl } from '../../sdk/evidence/intakeUrl.ts'
import { addressSchema, bytes32Schema, textSchema } from '../../sdk/model/schemas.ts'

export { addressSchema as address, bytes32Schema as key, textSchema as text }

/** A measurement: a whole number below 2^64. */
export const measurement = z
  .string()
  .regex(/^\d+$/, 'is not a measurement: write a whole number')
  .transform((text) => BigInt(text))
  .refine((value) => value < 2n ** 64n, 'must be below 2^64')

/** A whole number above 0. */
export const count = z
  .string()
  .regex(/^[1-9]\d*$/, 'write a whole number above 0')
  .transform((text) => BigInt(text))

/** Where an operator is reached. */
export const endpoint = z.string().refine((text) => {
  const url = URL.parse(text)
  return url !== null && isSafeUrl(url) && url.search === '' && url.hash === ''
}, 'is no endpoint: write an https URL (http on this machine only) without user, query or fragment')
