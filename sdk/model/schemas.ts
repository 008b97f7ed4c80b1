/** The small schemas that the larger ones are made of. Their messages say what to write; their patterns are in the published schemas. */
import { getAddress, isAddress } from 'viem'
import * as z from 'zod'

/** A number in decimal notation, commas only between thousands. */
const NUMBER = /(\d+|\d{1,3}(,\d{3})+)(\.\d+)?/.source
const UNITS = 's|seconds?|min|mins|minutes?|h|hours?|d|days?|weeks?|months?|years?'
const DURATION = `\\d+\\s*(${UNITS})`

/** Text of a fixed form. `code` names the fault of what has another form. */
function form(code: string, pattern: RegExp, type: string, message: string) {
  return z
    .string(type)
    .refine((text) => pattern.test(text), { message, params: { code } })
    .meta({ pattern: pattern.source })
}

/** Text that says something, without surrounding blanks and without broken characters. */
export const textSchema = z
  .string('write text here')
  .refine((text) => text.trim() === text && text !== '', {
    message: 'write text without blanks at either end; it may not be empty',
    params: { code: 'TextBlank' },
  })
  .refine((text) => !/\p{Surrogate}/u.test(text), {
    message: 'contains half a character (a lone surrogate); correct it',
    params: { code: 'TextBroken' },
  })
  .meta({ allOf: [{ pattern: /^\S([\s\S]*\S)?$/.source }, { pattern: /^[^\uD800-\uDFFF]*$/u.source }] })

/** An address, with the right checksum where it has mixed case. */
export const addressSchema = form(
  'AddressForm',
  /^0x[0-9a-fA-F]{40}$/,
  'write an address: 0x and 40 hex digits',
  'is not an address: write 0x and 40 hex digits, with the checksum in mixed case or all in lower case',
)
  .refine((text) => !/^0x[0-9a-fA-F]{40}$/.test(text) || isAddress(text), {
    message: 'does not have the checksum of an address in mixed case: a digit may be wrong; look it up again',
    params: { code: 'AddressChecksum' },
  })
  .transform((text) => getAddress(text))

/** 32 bytes in hex. */
export const bytes32Schema = form(
  'Bytes32Form',
  /^0x[0-9a-fA-F]{64}$/,
  'write 32 bytes in hex: 0x and 64 hex digits',
  'is not 32 bytes in hex: write 0x and 64 hex digits',
).transform((text) => text.toLowerCase() as `0x${string}`)

/** A decimal number as text, so that nothing is lost: "1,900", "0.5". */
export const decimalSchema = form(
  'NumberForm',
  new RegExp(`^${NUMBER}$`),
  'write the number as text, in quotation marks, so that no digit is lost',
  'is not a number: write digits, a point for the fraction, commas only between thousands',
)

/** An amount of the token: "8,000,000 USDC"; the unit may be left out. */
export const amountSchema = form(
  'AmountForm',
  new RegExp(`^${NUMBER}( +\\S.*)?$`),
  'write an amount as text, for instance "1,000 USDC"',
  'is not an amount: write for instance "1,000.5 USDC", commas only between thousands',
)

/** A length of time: "36 months". */
export const durationSchema = form(
  'DurationForm',
  new RegExp(`^${DURATION}$`),
  'write a duration as text, for instance "30 d"',
  'is not a duration: write a whole number and s, min, h, d, weeks, months or years, for instance "36 months"',
)

/** A moment: a date (its last second, UTC), a time, or a duration from now. */
export const momentSchema = form(
  'MomentForm',
  new RegExp(`^(${DURATION}|\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}Z)?)$`),
  'write a date ("2027-06-30") or a duration from now ("36 months") as text',
  'is not a moment: write "2027-06-30", "2027-06-30T12:00:00Z", or a duration from now such as "36 months"',
)

/** A share of a payment: "40 %". */
export const shareSchema = form(
  'ShareForm',
  new RegExp(`^${NUMBER} *%$`),
  'write a share as text, for instance "40 %"',
  'is not a share: write for instance "40 %"',
)
