/** Audits a history and holds the result against all that contracts and tokens say themselves. */
import { verifyTypedData } from 'ethers'
import type { Address } from 'viem'
import { z } from 'zod'
import { audit } from '../../../audit/audit.ts'
import type { Finding } from '../../../audit/finding.ts'
import type { Entry, Subject } from '../../../audit/history.ts'
import type { ContractSignature } from '../../../audit/model/ears.ts'
import type { AuditResult } from '../../../audit/result.ts'
import { OBSERVATION_TYPES } from '../../../sdk/model/typedData.ts'
import { keep, type Kept } from '../support/keep.ts'
import { latest, readHistory } from '../support/readHistory.ts'
import { compareWithContracts } from './compare.ts'
import { hasTaken } from './hasTaken.ts'
import { FUNDERS } from './people.ts'
import type { History } from './play.ts'
import type { Scene } from './scene.ts'

/** What may be remarked on an honest history: tokens sent by mistake, what is overdue, and risks of the terms. */
const EXPECTED: readonly string[] = ['stray', 'L1', 'risk']

/** The books of one escrow of a history. */
export interface Audited extends Kept {
  scene: Scene
  entries: readonly Entry[]
}

/** Figures of an audit: what was looked at, and all that is wrong, a line each. */
export interface Verdict {
  entries: number
  payments: number
  faults: string[]
}

/**
 * The whole auditor, proved by the hash of the last block: nothing but remarks, every log proved, and the same books as from a plain
 * reading of the logs. Faults are a line each.
 */
export async function auditWhole({ client, origin }: History, verdict: Verdict): Promise<string[]> {
  const { hash } = await client.getBlock()
  const result = await audit({ client, origin, pin: { hash }, history: true })
  // Members of these histories do sign twice, and their documents are no outcome documents.
  const faults = falseFindings(
    result.findings.filter((finding) => !isTrueEquivocation(finding, result.chainId)),
    [...EXPECTED, 'document', 'token'],
  )
  const proved = result.statements.filter(({ standing }) => standing === 'proved').map(({ what }) => what)
  if (!proved.some((what) => what.startsWith('the logs from block'))) faults.push('the logs are not proved')
  const sum = (of: (one: AuditResult['escrows'][number]) => number) =>
    result.escrows.reduce((total, one) => total + of(one), 0)
  const same = (what: string, actual: number, expected: number): void => {
    if (actual !== expected) faults.push(`the whole audit has ${actual} ${what}, a plain reading ${expected}`)
  }
  same(
    'entries',
    sum(({ entries }) => entries),
    verdict.entries,
  )
  same(
    'payments',
    sum(({ payments }) => payments.length),
    verdict.payments,
  )
  return faults
}

/** Faults are empty where everything agrees to the last unit. */
export async function auditHistory(history: History): Promise<Verdict> {
  const faults: string[] = []
  const audited: Audited[] = []
  for (const scene of history.escrows) {
    const subject: Subject = {
      chainId: history.stage.chainId,
      ...history.origin,
      escrow: scene.escrow,
      terms: scene.terms,
      document: scene.document,
      created: undefined,
    }
    const entries = await readHistory(history.client, subject)
    const one: Audited = { scene, entries, ...keep(subject, entries, await latest(history.client)) }
    audited.push(one)
    const found = [
      ...falseFindings(one.findings),
      ...(await refused(history, one.queries)),
      ...(await compareWithContracts(history, one)),
      ...statements(one),
    ]
    faults.push(...found.map((fault) => `escrow ${scene.escrow}: ${fault}`))
  }
  faults.push(...againstBalances(history, audited))
  const sum = (of: (one: Audited) => number) => audited.reduce((total, one) => total + of(one), 0)
  return { entries: sum(({ entries }) => entries.length), payments: sum(({ payments }) => payments.length), faults }
}

/** Whether a finding proves what it says: the member's signatures, recovered by ethers, of two different observations of one claim. */
function isTrueEquivocation({ rule, subject, escrow, expected, actual }: Finding, chainId: number): boolean {
  if (rule !== 'equivocation') return false
  const signed = [expected, actual].map((text) => Signed.parse(JSON.parse(/\{.*\}/.exec(text ?? '')?.[0] ?? 'null')))
  const domain = { name: 'Lodestone', version: '1', chainId, verifyingContract: escrow ?? null }
  const isTheirs = signed.every(({ signature, ...message }) => {
    const signer = verifyTypedData(domain, { Observation: [...OBSERVATION_TYPES.Observation] }, message, signature)
    return signer === subject && message.member === subject
  })
  const [one, other] = signed.map(({ measurement, report }) => `${measurement} ${report}`)
  return isTheirs && one !== other && signed[0]?.claim === signed[1]?.claim
}

const Signed = z.strictObject({
  claim: z.string(),
  measurement: z.string(),
  member: z.string(),
  report: z.string(),
  signature: z.string(),
})

function falseFindings(findings: readonly Finding[], remarks = EXPECTED): string[] {
  const wrong = findings.filter(({ grade, rule }) => grade !== 'remark' || !remarks.includes(rule))
  return wrong.map(({ grade, rule, what, expected, actual, subject, place }) =>
    [`${grade} against ${rule}: ${what}`, `expected ${expected}`, `actual ${actual}`, subject, place?.blockNumber].join(
      ', ',
    ),
  )
}

/** Signatures that contracts took, by what they say before and after the block: a wallet may have changed its owner within it. */
async function refused({ client, stage }: History, signatures: readonly ContractSignature[]): Promise<string[]> {
  const faults = []
  for (const query of signatures) {
    if (!stage.wallets.includes(query.member))
      faults.push(`an account's own signature is left to a chain: ${query.member}`)
    const { blockNumber } = query.place
    const isTaken = (await hasTaken(client, query, blockNumber)) || (await hasTaken(client, query, blockNumber - 1n))
    if (!isTaken) faults.push(`the contract ${query.member} did not take a signature that the escrow took`)
  }
  return faults
}

/** Credits less what was drawn is what an account is owed. */
function statements({ payments, state }: Audited): string[] {
  const owed = new Map<Address, bigint>()
  for (const { kind, account, amount } of payments) {
    if (kind === 'refund') continue
    owed.set(account, (owed.get(account) ?? 0n) + (kind === 'collected' ? -amount : amount))
  }
  return [...owed].flatMap(([account, amount]) => {
    const actual = state.owed.get(account) ?? 0n
    return amount === actual ? [] : [`${account} was credited ${amount} more than it drew, and is owed ${actual}`]
  })
}

/** Block by block, token by token, account by account: payments and transfers of the audit against balances. */
function againstBalances(history: History, audited: readonly Audited[]): string[] {
  const expected = new Map<string, bigint>()
  const bought = new Set<string>()
  const add = (block: bigint, token: Address, account: Address, change: bigint) => {
    const key = `${block} ${token} ${account}`
    expected.set(key, (expected.get(key) ?? 0n) + change)
  }
  for (const { scene, entries, payments } of audited) {
    const { escrow, terms } = scene
    for (const { to, amount, place } of payments) {
      if (to === undefined || to === escrow) continue
      add(place.blockNumber, terms.asset, to, amount)
      add(place.blockNumber, terms.asset, escrow, -amount)
    }
    for (const [i, entry] of entries.entries()) {
      if (entry.eventName !== 'AssetTransfer' || entry.to !== escrow || entry.from === escrow) continue
      const payer = payerOf(history, entry.from, entries[i - 1])
      add(entry.blockNumber, terms.asset, payer, -entry.amount)
      add(entry.blockNumber, terms.asset, escrow, entry.amount)
      if (payer !== entry.from && scene.token === 'vault') bought.add(`${entry.blockNumber} ${terms.asset} ${payer}`)
    }
  }
  for (const { block, token, account, change } of history.ledger.flows) add(block, token, account, -change)
  return [...expected].flatMap(([key, left]) => {
    const [block, token, account] = key.split(' ')
    // Who has vault shares bought by the router pays no shares, but dollars, which are no escrow's then.
    if (left === 0n || bought.has(key) || isBuying(history, token, account)) return []
    return [`in block ${block} the audit gives ${account} ${left} units more of ${token} than its balance shows`]
  })
}

/** The router passes on what it takes of the one who gets the shares, which the event before says. */
function payerOf({ stage }: History, from: Address, before: Entry | undefined): Address {
  return from === stage.router && before?.eventName === 'Deposit' ? before.args.owner : from
}

function isBuying({ stage, escrows }: History, token: string | undefined, account: string | undefined): boolean {
  const isFunder = FUNDERS.some(({ address }) => address === account)
  return isFunder && token === stage.tokens.dollar && escrows.some((scene) => scene.token === 'vault')
}
