/** Who is who in the development world: accounts of the node's own, which the page's test wallet can act as, and those of services. */
import { mnemonicToAccount } from 'viem/accounts'
import type { LocalAccount } from 'viem'
import { localAccount } from '../main-job/chain.ts'

/** The development nodes' usual phrase: everybody knows it. */
const PHRASE = 'test test test test test test test test test test test junk'

/** People, in the order of the node's accounts. */
export const PEOPLE = {
  Ada: 'funder: has pledged to all commitments',
  Ben: 'funder',
  Cleo: 'funder',
  Dan: 'funder who has pledged nothing yet',
  Sol: 'solver',
  Tess: 'solver',
  Max: 'solver who claims what does not hold',
  Rea: 'red team: breaks what was paid',
  Ivy: 'investor: buys claims',
  arbiter: 'rules where a verdict is challenged',
  'panel-3': 'member of all panels, signs by hand; often of another opinion',
  'panel-5': 'member of the panels of five and seven, signs by hand',
} as const satisfies Record<string, string>

export type Person = keyof typeof PEOPLE

/** People who judge: evidence is encrypted to them too. */
export const JUDGES = ['arbiter', 'panel-3', 'panel-5'] as const satisfies readonly Person[]

/** Members who run the oracle service, with keys that the node does not have. */
export const SERVICES = ['panel-1', 'panel-2', 'panel-4', 'panel-6', 'panel-7'] as const

/** Everybody who may take part. */
export const ACCOUNTS: readonly string[] = [...Object.keys(PEOPLE), ...SERVICES]

export function accountOf(name: string): LocalAccount {
  const index = Object.keys(PEOPLE).indexOf(name)
  return index === -1 ? localAccount(name) : mnemonicToAccount(PHRASE, { addressIndex: index })
}
