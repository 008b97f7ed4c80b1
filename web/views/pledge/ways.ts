/** By which way a pledge is paid, and what the wallet asks for on it. */

/** Native currency through the router; a permit that goes along; or an approval before the pledge. */
export type Way = 'native' | 'permit' | 'approve'

/** What the wallet asks: a signature that costs nothing, or a transaction. */
export type Prompt = 'signature' | 'reset' | 'approval' | 'pledge'

/** What of account, token and chain decides the way. Amounts in base units. */
export interface WayFacts {
  /** Of the token. */
  balance: bigint
  /** Of the chain's currency. */
  native: bigint
  /** What a pledge may cost in gas, of the chain's currency. */
  gas: bigint
  /** Whether the token is the chain's currency, wrapped. */
  wraps: boolean
  /** Whether the token takes permits that can be verified, and the account has a key to sign them with. */
  permit: boolean
  allowed: { escrow: bigint; router: bigint }
}

export interface PlannedWay {
  way: Way
  prompts: readonly Prompt[]
}

/** The ways on which `amount` can be pledged, the one with the fewest prompts first, of equal ones that with fewer transactions. */
export function waysOf(facts: WayFacts, amount: bigint): PlannedWay[] {
  const { balance, native, gas, wraps, permit, allowed } = facts
  const ways: PlannedWay[] = []
  if (wraps && native >= amount + gas) ways.push({ way: 'native', prompts: ['pledge'] })
  if (balance >= amount) {
    if (permit) ways.push({ way: 'permit', prompts: allowed.router >= amount ? ['pledge'] : ['signature', 'pledge'] })
    ways.push({ way: 'approve', prompts: [...approvals(allowed.escrow, amount), 'pledge'] })
  }
  const transactions = ({ prompts }: PlannedWay): number => prompts.filter((one) => one !== 'signature').length
  return ways.sort((a, b) => a.prompts.length - b.prompts.length || transactions(a) - transactions(b))
}

/** Some tokens let an allowance change from or to 0 only. */
function approvals(allowed: bigint, amount: bigint): Prompt[] {
  if (allowed >= amount) return []
  return allowed > 0n ? ['reset', 'approval'] : ['approval']
}

/** The most that one way can spend. */
export function spendableOf({ balance, native, gas, wraps }: WayFacts): bigint {
  const ether = wraps && native > gas ? native - gas : 0n
  return ether > balance ? ether : balance
}
