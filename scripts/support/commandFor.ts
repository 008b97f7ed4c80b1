import type { Address } from 'viem'
import type { Possible } from '../../sdk/model/whatCanBeDone.ts'

/** The command to type for a step; what only the person knows stands in angle brackets. */
export function commandFor(escrow: Address, { action, claim = '0x' }: Possible): string {
  switch (action) {
    case 'pledge':
      return `lodestone pledge ${escrow} "<amount>"`
    case 'file':
      return `lodestone claim ${escrow} <evidence>`
    case 'observe':
      return `lodestone observe ${escrow} ${claim} --measurement <number> --report <file>`
    case 'challenge':
      return `lodestone challenge ${escrow} ${claim} --grounds "<why>"`
    case 'rule':
      return `lodestone rule ${escrow} ${claim} --measurement <number> --grounds "<why>"`
    case 'fileBreak':
      return `lodestone break ${escrow} ${claim} <evidence>`
    case 'settle':
    case 'award':
    case 'settleBreaks':
      return `lodestone settle ${escrow}`
    case 'release':
      return `lodestone release ${escrow} ${claim}`
    case 'refund':
      return `lodestone refund ${escrow}`
  }
}
