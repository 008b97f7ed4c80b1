/** Words of what a visitor can check, and should be careful about. */
import type { Compared } from '../../views/outcome/compare.ts'

const compared: Record<Compared['name'], string> = {
  status: 'Status',
  pledged: 'Pledged',
  paid: 'Paid for claims',
  held: 'Held under warranty',
  refundable: 'Refundable',
  room: 'Room for pledges',
  progress: 'Progress',
  filed: 'Claims filed',
  settled: 'Claims settled',
  claimsEnd: 'Last second for claims',
}

export const text = {
  title: 'Verify',
  lead: 'What can be checked is checked here, in your browser.',
  address: 'The terms shown belong to this address: it was computed again from them.',
  addressBad: 'The terms shown do NOT belong to this address. Do not pledge; the index or this site is wrong.',
  document: 'The document shown is the one that the terms name: its hash was computed again.',
  documentBad: 'The document shown is NOT the one that the terms name. Do not trust what it says.',
  chain: 'The chain itself',
  through: {
    named: 'Read through the endpoint that you named.',
    wallet: 'Read through your wallet’s endpoint.',
    site: 'Read through this site’s own endpoint, which is no independent witness: name your own to be sure.',
  },
  noReader: 'No endpoint of the chain is known: connect a wallet, or name an endpoint.',
  name: 'Name an endpoint',
  running: 'Reading the chain…',
  again: 'Check again',
  failed: 'The chain could not be read: nothing more is proved.',
  genuine: 'The code at this address carries these very terms, and the factory knows it.',
  at: (block: string) => `Compared at block ${block}, the one that the index had read.`,
  otherHistory:
    'Your endpoint has another block of that number than the index: one of them follows another history. Figures may differ for that reason; check again in a minute.',
  same: 'Every figure is the same in the index and on the chain.',
  differ: (n: number) =>
    `${n} ${n === 1 ? 'figure differs' : 'figures differ'}: the index has left something out or reckoned wrong. Believe the chain.`,
  figure: 'Figure',
  figures: 'All figures compared',
  index: 'Index',
  onChain: 'Chain',
  equal: 'same',
  unequal: 'differs',
  compared,
  balance: 'The token’s balance of the escrow',
  needed: 'What it must have: pledged and fees, less collected and refunded',
  cover: {
    exact: 'It holds exactly what everybody can still claim.',
    more: 'It holds more than everybody can claim: somebody sent tokens directly, which belong to nobody.',
    less: 'It holds LESS than everybody can claim: the token took some away, or the index is wrong. Do not pledge.',
  },
  limits: 'This does not check each event, signature and payment of the past: the audit does.',
  audit: 'Audit this escrow',
  faults: 'What is wrong',

  warnings: {
    title: 'Before you trust it',
    none: 'The terms give no cause for a warning.',
    noneUnknown: 'The terms themselves give no cause for a warning.',
    unread: 'Which members are bare keys is not known: the page has no endpoint to ask the chain.',
    failed: 'The chain could not be asked which members are bare keys.',
    count: (n: number) => `${n} ${n === 1 ? 'warning' : 'warnings'}. None is a fault: such terms are possible.`,
    toDo: 'What to do:',
  },
}
