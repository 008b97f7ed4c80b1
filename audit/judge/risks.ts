import { isAddressEqual, zeroAddress, type Address, type Hex } from 'viem'
import { Rule } from '../../sdk/model/terms.ts'
import { aboutInWords, counted } from '../../sdk/model/words.ts'
import type { Note } from '../finding.ts'
import type { ClaimState } from '../model/state.ts'
import type { Statement } from '../result.ts'
import { readRiskFacts, type RiskFacts, type RiskOptions } from './riskFacts.ts'

const DAY = 86_400n

/** A risk that is there: what a funder should know, and whom or which claim it is about. */
interface Risk {
  what: string
  subject?: Hex
}

/** Each looks for one kind of risk; most find none. */
const RISKS: Readonly<Record<string, (facts: RiskFacts) => Risk[]>> = {
  'no arbiter': ({ subject: { terms } }) =>
    when(terms.arbiter === zeroAddress, {
      what: 'There is no arbiter: nobody can overrule a verdict, however wrong it is.',
    }),
  'one key arbitrates': ({ subject: { terms }, arbiter }) => {
    const whose = `The arbiter ${terms.arbiter} is`
    const rest = 'whoever has that key decides every challenge alone, and if it is lost no challenge is decided.'
    return [
      ...when(arbiter === 'key', { what: `${whose} an account of a single key: ${rest}`, subject: terms.arbiter }),
      ...when(arbiter === 'delegated', {
        what: `${whose} an account of a single key that lends itself code (EIP-7702): ${rest}`,
        subject: terms.arbiter,
      }),
    ]
  },
  'quorum of one': ({ subject: { terms } }) =>
    when(terms.quorum === 1n, {
      what: 'A single member decides every verdict, and if it is silent no claim is paid.',
      ...subjectOf(terms.panel[0]),
    }),
  'member with a stake': ({ subject: { terms }, state, creator }) => {
    const solvers = accountsOf(state, ({ solver }) => solver)
    const payees = accountsOf(state, ({ payee }) => payee)
    const largest = largestFunder(state.shares)
    return terms.panel.flatMap((member) => {
      const is = (other: Address | undefined) => other !== undefined && isAddressEqual(member, other)
      const roles = [
        ...when(solvers.has(member.toLowerCase()), 'has filed a claim'),
        ...when(payees.has(member.toLowerCase()), 'is paid for a claim'),
        ...when(is(creator), 'created the escrow'),
        ...when(is(largest), 'holds the most shares'),
      ]
      const what = `Member ${member} ${roles.join(', and ')}: it judges what it gains or loses by.`
      return when(roles.length > 0, { what, subject: member })
    })
  },
  'solver funds itself': ({ state }) => {
    const funders = new Set([...state.shares].flatMap(([one, n]) => (n > 0n ? [one.toLowerCase()] : [])))
    const solvers = new Set(
      [...state.claims.values()].filter(({ target }) => BigInt(target) === 0n).map((c) => c.solver),
    )
    return [...solvers]
      .filter((solver) => funders.has(solver.toLowerCase()))
      .map((solver) => ({
        what: `Solver ${solver} holds shares of the escrow it claims from: part of what it is paid, it pays itself.`,
        subject: solver,
      }))
  },
  'members that look like one': ({ members = [] }) => [
    ...sharedBy(members, 'endpoint', 'are reached at the same endpoint'),
    ...sharedBy(members, 'encryptionKey', 'have published the same encryption key'),
  ],
  'members that are not there': ({ members = [] }) =>
    members.flatMap(({ member, accepted, encryptionKey }) => [
      ...when(!accepted, { what: `Member ${member} has not accepted to serve on this panel.`, subject: member }),
      ...when(encryptionKey === '', {
        what: `Member ${member} has published no encryption key: evidence cannot be encrypted to it.`,
        subject: member,
      }),
    ]),
  'members that are silent': ({ subject: { terms }, state, pinned }) => {
    const over = [...state.claims.values()].filter(
      ({ filed, observedAt }) => observedAt > 0n || filed.timestamp + terms.verifyWithin < pinned.timestamp,
    )
    const observers = new Set<string>()
    for (const { observations } of over) for (const { member } of observations) observers.add(member.toLowerCase())
    return terms.panel
      .filter((member) => over.length > 0 && !observers.has(member.toLowerCase()))
      .map((member) => ({
        what: `Member ${member} observed none of the ${counted(over.length, 'claim')} whose time to observe is over.`,
        subject: member,
      }))
  },
  'the asset is no token': ({ subject: { terms }, asset }) => [
    ...when(asset.isContract === false, {
      what: `The asset ${terms.asset} is no contract: nothing can be paid out.`,
      subject: terms.asset,
    }),
    ...when(asset.isContract !== false && !asset.answers.decimals, {
      what: `The asset ${terms.asset} does not say how many decimals it has: amounts can only be shown in base units.`,
      subject: terms.asset,
    }),
    ...when(asset.isContract !== false && !asset.answers.symbol, {
      what: `The asset ${terms.asset} does not say its symbol.`,
      subject: terms.asset,
    }),
  ],
  'the asset can be changed': ({ subject: { terms }, asset }) => {
    const where = asset.slots.map(({ name, address }) => `${name} ${address}`).join(', ')
    const what = `The asset ${terms.asset} can be upgraded (${where}): whoever may do that can freeze or take every balance.`
    return when(asset.slots.length > 0, { what, subject: terms.asset })
  },
  'short clocks': ({ subject: { terms } }) => [
    ...shortClock(terms.verifyWithin, 'Members have', 'to observe a claim; what they do not manage counts as 0'),
    ...(terms.arbiter === zeroAddress
      ? []
      : [
          ...shortClock(terms.challengeWithin, 'Everybody has', 'to challenge a verdict'),
          ...shortClock(terms.arbitrateWithin, 'The arbiter has', 'to rule; then the verdict stands'),
        ]),
    ...when(terms.rule === Rule.Contest && terms.lastCall > 0n && terms.lastCall < DAY, {
      what: `After the first success others have ${aboutInWords(terms.lastCall)} to claim.`,
    }),
    ...when(terms.warranty > 0n && terms.warranty < DAY, {
      what: `A paid result can be broken for ${aboutInWords(terms.warranty)} only.`,
    }),
  ],
}

/**
 * Notes what a funder should weigh before relying on an escrow, as it was at the pinned block.
 * @throws {ConnectionError} when the endpoint cannot be asked.
 */
export async function noteRisks({ note, ...options }: RiskOptions & { note: Note }): Promise<Statement[]> {
  const facts = await readRiskFacts(options)
  for (const find of Object.values(RISKS)) {
    for (const risk of find(facts)) {
      const place = { blockNumber: facts.pinned.number, blockHash: facts.pinned.hash }
      note({ grade: 'remark', rule: 'risk', escrow: facts.subject.escrow, place, ...risk })
    }
  }
  const { length } = Object.keys(RISKS)
  const looked: Statement = {
    what: `${length} kinds of risks were looked for`,
    standing: 'checked',
    how: 'In the terms, the record, and what the endpoint says of accounts and the asset at the audited block.',
  }
  const unread = facts.unread.map((what): Statement => {
    return { what: `No risk lies in this: ${what}`, standing: 'assumed', how: 'It was not given or could not be read.' }
  })
  return [looked, ...unread]
}

function when<T>(there: boolean, risk: T): T[] {
  return there ? [risk] : []
}

function subjectOf(account: Address | undefined): { subject?: Address } {
  return account === undefined ? {} : { subject: account }
}

/** One account of each claim, in lower case. */
function accountsOf({ claims }: RiskFacts['state'], which: (claim: ClaimState) => Address): Set<string> {
  const accounts = new Set<string>()
  for (const claim of claims.values()) accounts.add(which(claim).toLowerCase())
  return accounts
}

/** Nobody where no account has more than every other. */
function largestFunder(shares: ReadonlyMap<Address, bigint>): Address | undefined {
  const [first, second] = [...shares].sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0))
  return first !== undefined && first[1] > (second?.[1] ?? 0n) ? first[0] : undefined
}

function sharedBy(
  members: NonNullable<RiskFacts['members']>,
  field: 'endpoint' | 'encryptionKey',
  how: string,
): Risk[] {
  const groups = new Map<string, Address[]>()
  for (const { member, [field]: value } of members) {
    if (value === '') continue
    const key = field === 'endpoint' ? value.toLowerCase().replace(/\/+$/, '') : value
    groups.set(key, [...(groups.get(key) ?? []), member])
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({ what: `Members ${group.join(', ')} ${how}: they may be one and the same.` }))
}

function shortClock(seconds: bigint, who: string, what: string): Risk[] {
  return when(seconds < DAY, { what: `${who} ${aboutInWords(seconds)} ${what}.` })
}
