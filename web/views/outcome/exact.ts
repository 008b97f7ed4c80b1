import { zeroAddress } from 'viem'
import { formatAmount, type Token } from '../../../sdk/model/amount.ts'
import { formatDuration, formatMoment } from '../../../sdk/model/duration.ts'
import { formatShare } from '../../../sdk/model/share.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'

/** What a field of the terms is counted in. */
export type Unit = 'base' | 'seconds' | 'unix' | 'basisPoints' | 'measurement' | 'address' | 'hash' | 'members' | 'none'

/** A field of the terms as the contract has it, its unit, and what that means. */
export interface Field {
  name: string
  value: string
  unit: Unit
  means: string
}

const UNITS: Record<keyof EscrowView['terms'], Unit> = {
  outcome: 'hash',
  asset: 'address',
  rule: 'none',
  curve: 'none',
  minStep: 'measurement',
  pledgeBy: 'unix',
  threshold: 'base',
  cap: 'base',
  claimBy: 'unix',
  verifyWithin: 'seconds',
  challengeWithin: 'seconds',
  arbitrateWithin: 'seconds',
  lastCall: 'seconds',
  panel: 'address',
  quorum: 'members',
  arbiter: 'address',
  claimFee: 'base',
  challengeFee: 'base',
  holdback: 'basisPoints',
  warranty: 'seconds',
}

/** Every field of the terms, in the contract's order; lists are one field for each of their items. */
export function fieldsOf(terms: EscrowView['terms'], token: Token): Field[] {
  return Object.keys(UNITS).flatMap((name) => {
    const key = name as keyof EscrowView['terms']
    const unit = UNITS[key]
    if (key === 'curve')
      return terms.curve.flatMap(({ measurement, price }, i): Field[] => [
        { name: `curve.${i}.measurement`, value: String(measurement), unit: 'measurement', means: '' },
        { name: `curve.${i}.price`, value: String(price), unit: 'base', means: formatAmount(price, token) },
      ])
    if (key === 'panel') return terms.panel.map((member, i) => ({ name: `panel.${i}`, value: member, unit, means: '' }))
    const value = terms[key]
    return [{ name, value: String(value), unit, means: meaningOf(value, unit, token) }]
  })
}

function meaningOf(value: bigint | number | string, unit: Unit, token: Token): string {
  if (value === zeroAddress) return 'nobody'
  if (typeof value === 'string') return ''
  const exact = BigInt(value)
  switch (unit) {
    case 'base':
      return formatAmount(exact, token)
    case 'seconds':
      return formatDuration(exact)
    case 'unix':
      return formatMoment(exact)
    case 'basisPoints':
      return formatShare(exact)
    default:
      return ''
  }
}

/** The terms as JSON, amounts and measurements as decimal text. */
export function jsonOf(terms: EscrowView['terms']): string {
  return JSON.stringify(terms, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2)
}
