/** Words of addresses that money goes to, which several views share. */
import type { DestinationFault } from '../../parts/readDestination.ts'

const fault: Readonly<Record<DestinationFault, string>> = {
  form: 'Not an address: 0x and 40 hexadecimal digits.',
  checksum: 'The checksum is wrong: a digit was mistyped. Look it up again.',
  zero: 'The zero address: the money would be lost.',
  escrow: 'This is the escrow itself: the money would be lost.',
  token: 'This is the token itself: the money would be lost.',
  same: 'This is the account itself.',
}

export const text = { fault }
