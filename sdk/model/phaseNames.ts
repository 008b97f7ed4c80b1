/** The phases of a claim, in the contract's numbering. */
export const PHASES = ['None', 'Observing', 'Challenging', 'Arbitrating', 'Decided', 'Settled'] as const
export type Phase = (typeof PHASES)[number]
