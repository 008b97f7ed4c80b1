import * as z from 'zod'

/** What a member is told: these claims are verified now; or say what you take. */
export const orderSchema = z.union([
  z.strictObject({ verified: z.array(z.string()) }),
  z.strictObject({ figures: z.literal(true) }),
])
export type Order = z.output<typeof orderSchema>

/** What a member says of itself. */
export const answerSchema = z.union([
  z.strictObject({ ready: z.literal(true) }),
  z.strictObject({
    /** Resident memory, and what of it is JavaScript in use, in bytes. */
    resident: z.int(),
    heap: z.int(),
    /** Processor time since it started, in milliseconds. */
    busy: z.number(),
    /** Claims that it has seen on chain. */
    claims: z.int(),
  }),
])
export type Answer = z.output<typeof answerSchema>
