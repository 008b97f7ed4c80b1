/** What the EVMs must agree in, and the words for a difference. */

/** What a receipt says of one transaction. */
export interface Outcome {
  success: boolean
  gasUsed: bigint
  /** Address, topics and data of each log, in lower case. */
  logs: string[]
}

/** The first difference of two outcomes, or undefined. */
export function difference(edr: Outcome, second: Outcome): string | undefined {
  if (edr.success !== second.success) return `status: EDR ${word(edr)}, ethereumjs ${word(second)}`
  if (edr.gasUsed !== second.gasUsed) return `gas used: EDR ${edr.gasUsed}, ethereumjs ${second.gasUsed}`
  const length = Math.max(edr.logs.length, second.logs.length)
  for (let i = 0; i < length; ++i) {
    const [a, b] = [edr.logs[i] ?? 'none', second.logs[i] ?? 'none']
    if (a !== b) return `log ${i}: EDR ${a}, ethereumjs ${b}`
  }
  return undefined
}

const word = ({ success }: Outcome) => (success ? 'succeeded' : 'failed')
