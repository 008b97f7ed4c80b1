import { erc4626Abi, isAddressEqual, type Address } from 'viem'
import { z } from 'zod'
import { explained } from '../../sdk/actions/explained.ts'
import type { EscrowState } from '../../sdk/actions/getEscrow.ts'
import { getToken } from '../../sdk/actions/getToken.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { pledgeMany } from '../../sdk/actions/pledgeMany.ts'
import { pledgeNative } from '../../sdk/actions/pledgeNative.ts'
import { pledgeThroughVault } from '../../sdk/actions/pledgeThroughVault.ts'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { formatAmount, parseAmount, type Token } from '../../sdk/model/amount.ts'
import { formatMoment } from '../../sdk/model/duration.ts'
import { worstCase } from '../../sdk/model/worstCase.ts'
import { address, text } from './args.ts'
import { carryOut } from './carryOut.ts'
import { transactionLine } from './lines.ts'
import type { WriteSettings } from './options.ts'
import { readJson } from '../../oracle/files/readJson.ts'
import type { Report } from './run.ts'
import { openEscrow, openWriter, type Session } from './session.ts'
import { withContents } from './withContents.ts'

/** The settings of pledge. */
export interface PledgeSettings extends WriteSettings {
  to?: string
  least?: string
  batch?: string
  permit?: true
  native?: true
  vault?: string[]
}

const entrySchema = z.strictObject({ escrow: address, amount: text, least: text.optional() })
const accountsSchema = z.strictObject({ '--to': address.optional(), '--vault': z.array(address).optional() })
const batchSchema = z.array(entrySchema, 'write a list of pledges').min(1, 'write at least one pledge')

/** One pledge, read: what is spent of which token, and the token that the escrow takes. */
interface Read {
  state: EscrowState
  spent: Token
  amount: bigint
  least: bigint | undefined
}

/** Pledges as the command line says: one or a file of many, by itself or through the router. */
export async function makePledges(
  named: { escrow: string | undefined; amount: string | undefined },
  given: PledgeSettings,
): Promise<Report> {
  checkFlags(named, given)
  const settings = given.batch === undefined ? given : await withContents(given, [given.batch])
  const entries =
    settings.batch === undefined
      ? [parseInput(entrySchema, { ...named, least: settings.least }, 'command line')]
      : parseInput(batchSchema, await readJson(settings.batch, 'file of pledges'), 'file of pledges')
  const accounts = { '--to': settings.to, '--vault': settings.vault }
  const { '--to': to, '--vault': vaults } = parseInput(accountsSchema, accounts, 'command line')
  const session = await openWriter(settings)
  const underlying = vaults === undefined ? undefined : await underlyingOf(session, vaults)
  const reads = await readEntries(session, entries, vaults, underlying?.token)
  const receiver = to ?? session.account
  const { router } = session.deployment
  const [first] = reads
  const routed = reads.map(({ state, amount, least }) => ({
    escrow: state.address,
    amount,
    ...(least === undefined ? {} : { least }),
  }))
  const permit = settings.permit === true
  const alone = reads.length === 1 && !permit && first?.least === undefined
  return carryOut<bigint | readonly (bigint | string)[]>(session, {
    plan: () => ({
      title:
        reads.length === 1 ? 'Pledge behind an outcome.' : `Pledge behind ${reads.length} outcomes in one transaction.`,
      rows: [...reads.flatMap(rowsOf), ['shares to', receiver]],
    }),
    act: (writer) => {
      if (settings.native === true) return pledgeNative(writer, router, routed)
      if (underlying !== undefined) return pledgeThroughVault(writer, router, underlying.address, routed, { permit })
      if (first !== undefined && alone) return pledge(writer, first.state.address, { amount: first.amount, receiver })
      return pledgeMany(writer, router, routed, { permit })
    },
    idle: (result) => (typeof result === 'bigint' ? [result] : result).every((one) => one === 0n),
    report: ({ result, transaction }) => {
      // What a permit was sent along with, and was interrupted, is remembered as the whole call, not as amounts.
      const amounts = (typeof result === 'bigint' ? [result] : (result ?? [])).map((one) =>
        typeof one === 'bigint' ? one : undefined,
      )
      const pledges = reads.map(({ state, amount }, i) => ({ escrow: state.address, amount, pledged: amounts[i] }))
      return {
        lines: [
          ...reads.map((read, i) => pledgeLine(read, amounts[i], transaction !== undefined)),
          `The shares are ${receiver}'s.`,
          transactionLine({ result, transaction }),
        ],
        data: { pledges, receiver, transaction },
      }
    },
  })
}

/** What a person agrees to with one pledge. */
function rowsOf({ state, spent, amount, least }: Read): [string, string][] {
  const bound = least === undefined ? '' : `, or what still fits, at least ${formatAmount(least, state.token)}`
  return [
    ['escrow', state.address],
    ['amount', `${formatAmount(amount, spent)}${bound}`],
    // The endpoint says how many decimals a token has: with others the amount would be another one.
    ['token', `${state.terms.asset}, ${state.token.decimals} decimals`],
    [
      'at worst',
      `locked until ${formatMoment(worstCase(state.terms).freeAfter)}; what is paid to solvers does not come back`,
    ],
  ]
}

/** @throws {InputError} with everything that does not go together. */
function checkFlags(named: { escrow: string | undefined; amount: string | undefined }, settings: PledgeSettings): void {
  const { batch, to, permit, native, vault, least, safe } = settings
  const routed = batch !== undefined || permit === true || native === true || vault !== undefined || least !== undefined
  const faults: Fault[] = []
  const refuse = (when: boolean, path: string, value: string, message: string): void => {
    if (when) faults.push({ path, value, message })
  }
  const alone = 'the file says what is pledged where; leave the arguments or --batch out'
  refuse(batch !== undefined && (named.escrow ?? least) !== undefined, '--batch', batch ?? '', alone)
  const missing = batch === undefined && (named.escrow === undefined || named.amount === undefined)
  refuse(missing, 'escrow', named.escrow ?? '', 'name an escrow and an amount, or a file of pledges with --batch')
  const own = 'shares bought through the router are the sender’s; pledge one at a time with --to'
  refuse(to !== undefined && routed, '--to', to ?? '', own)
  refuse(native === true && vault !== undefined, '--native', '', 'cannot go with --vault; wrap the currency first')
  refuse(native === true && permit === true, '--permit', '', 'the chain’s own currency needs none; leave it out')
  refuse(safe !== undefined && permit === true, '--permit', '', 'a Safe cannot sign a permit; leave it out')
  if (faults.length > 0) throw new InputError('command line', faults)
}

/** The one token that all the vaults hold. */
async function underlyingOf(
  { client }: Session,
  vaults: readonly Address[],
): Promise<{ address: Address; token: Token }> {
  const found = await explained(() =>
    Promise.all(vaults.map((vault) => client.readContract({ address: vault, abi: erc4626Abi, functionName: 'asset' }))),
  )
  const [underlying] = found
  const other = found.findIndex((one) => underlying === undefined || !isAddressEqual(one, underlying))
  if (underlying === undefined || other !== -1) {
    const message = 'holds another token than the first vault; pledge through vaults of one token at a time'
    throw new InputError('command line', [{ path: '--vault', value: vaults[other] ?? '', message }])
  }
  return { address: underlying, token: await getToken(client, underlying) }
}

/** Proves every escrow and reads every amount. @throws {InputError} with all faults. */
async function readEntries(
  session: Session,
  entries: z.output<typeof batchSchema>,
  vaults: readonly Address[] | undefined,
  underlying: Token | undefined,
): Promise<Read[]> {
  const faults: Fault[] = []
  const single = entries.length === 1
  const note = (i: number, error: unknown): void => {
    if (!(error instanceof InputError)) throw error
    faults.push(...error.faults.map((fault) => (single ? fault : { ...fault, path: `${i}.${fault.path}` })))
  }
  const reads: Read[] = []
  for (const [i, { escrow, amount, least }] of entries.entries()) {
    try {
      const state = await openEscrow(session, escrow)
      const vault = vaults?.find((one) => isAddressEqual(one, state.terms.asset))
      if (vaults !== undefined && vault === undefined) {
        const message = `the escrow takes ${state.terms.asset}, which is none of the vaults named`
        throw new InputError('command line', [{ path: '--vault', value: vaults.join(' '), message }])
      }
      const spent = underlying ?? state.token
      const bound = least === undefined ? undefined : parseAmount(least, state.token, 'least')
      const units = parseAmount(amount, spent, 'amount')
      if (units === 0n) {
        const message = 'is nothing; pledge more than 0'
        throw new InputError('command line', [{ path: 'amount', value: amount, message }])
      }
      reads.push({ state, spent, amount: units, least: bound })
    } catch (error) {
      note(i, error)
    }
  }
  if (faults.length > 0) throw new InputError(single ? 'command line' : 'file of pledges', faults)
  return reads
}

function pledgeLine({ state, spent, amount }: Read, pledged: bigint | undefined, sent: boolean): string {
  if (pledged === 0n) return `Nothing fits into ${state.address} any more.`
  const what = pledged === undefined ? formatAmount(amount, spent) : formatAmount(pledged, state.token)
  return `${sent ? 'Pledged' : 'Would pledge'} ${what} to ${state.address}.`
}
