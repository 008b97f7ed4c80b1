import type { Address } from 'viem'
import { escrowSchema } from '../answers/escrow.ts'
import { answerOf, useAnswer } from './ask.ts'

/** The answer that the view of an escrow begins with. */
export const escrowOf = (index: string, escrow: Address) => answerOf(index, `/v1/escrows/${escrow}`, escrowSchema)
export const useEscrow = (escrow: Address) => useAnswer(`/v1/escrows/${escrow}`, escrowSchema)
