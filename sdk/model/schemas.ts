/** The small schemas that the larger ones are made of. Their messages say what to write. */
import { getAddress, isAddress, isHex, size } from 'viem'
import * as z from 'zod'

/** Text that says something, without surrounding blanks and without broken characters. */
export const textSchema = z
  .string('write text here')
  .refine((text) => text.trim() === text && text !== '', 'write text without blanks at either end; it may not be empty')
  .refine((text) => !/\p{Surrogate}/u.test(text), 'contains half a character (a lone surrogate); correct it')

/** An address, with the right checksum where it has mixed case. */
export const addressSchema = z
  .string('write an address: 0x and 40 hex digits')
  .refine(
    (text) => isAddress(text),
    'is not an address: write 0x and 40 hex digits, with the checksum in mixed case or all in lower case',
  )
  .transform((text) => getAddress(text))

/** 32 bytes in hex. */
export const bytes32Schema = z
  .string('write 32 bytes in hex: 0x and 64 hex digits')
  .refine(
    (text) => isHex(text) && size(text) === 32 && text.length === 66,
    'is not 32 bytes in hex: write 0x and 64 hex digits',
  )
  .transform((text) => text.toLowerCase() as `0x${string}`)

/** A decimal number as text, so that nothing is lost: "1,900", "0.5". */
export const decimalSchema = z
  .string('write the number as text, in quotation marks, so that no digit is lost')
  .regex(
    /^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/,
    'is not a number: write digits, a point for the fraction, commas only between thousands',
  )
