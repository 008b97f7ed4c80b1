import { isAddressEqual, type Address } from 'viem'
import { z } from 'zod'
import { getOperators, type OperatorEntry } from '../../../sdk/actions/getOperators.ts'
import { InputError, type Fault } from '../../../sdk/errors/InputError.ts'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import { judgeKeys, type Reader } from '../../../sdk/evidence/judgeKeys.ts'
import { isRecipient } from '../../../sdk/evidence/seal.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { address } from '../args.ts'
import { judgesOf } from '../../../sdk/model/judgesOf.ts'
import type { Session } from '../session.ts'

/** Who is to be able to read evidence, beside those who have published a key. */
export interface RecipientSettings {
  /** Members or the arbiter who shall go without. */
  without?: string[]
  /** `<address>=<age1...>`: the key of a member or the arbiter, in place of what it has published. */
  recipient?: string[]
  /** Keys of others, for instance one's own. */
  also?: string[]
}

const schema = z.strictObject({
  without: z.array(address).default([]),
  recipient: z
    .array(
      z
        .string()
        .regex(/^0x[0-9a-fA-F]{40}=/, 'write an address, =, and an age recipient')
        .transform((text) => text.split('='))
        .pipe(z.tuple([address, z.string()])),
    )
    .default([]),
  also: z.array(z.string()).default([]),
})

/** What the members and the arbiter of an escrow have published. */
export async function readJudges({ client, deployment }: Session, terms: Terms): Promise<OperatorEntry[]> {
  return getOperators(client, deployment.directory, judgesOf(terms))
}

/**
 * To whom evidence for an escrow is encrypted: all members and the arbiter, and whoever else is named.
 * @throws {InputError} naming each who has published no usable key and is not left out, and when fewer than a quorum could read it.
 */
export async function readersOf(
  judges: readonly OperatorEntry[],
  terms: Terms,
  settings: RecipientSettings,
): Promise<Reader[]> {
  const {
    without,
    recipient: given,
    also,
  } = parseInput(
    schema,
    { without: settings.without, recipient: settings.recipient, also: settings.also },
    'command line',
  )
  const isAmong = (account: Address, list: readonly Address[]) => list.some((one) => isAddressEqual(one, account))
  const faults: Fault[] = []
  const stranger = (path: string, value: string): void => {
    if (!judges.some(({ account }) => account === value))
      faults.push({ path, value, message: 'is neither a member nor the arbiter' })
  }
  for (const account of without) stranger('--without', account)
  for (const [account] of given) stranger('--recipient', account)
  const readers: Reader[] = []
  const named = (account: Address) => given.find(([one]) => isAddressEqual(one, account))?.[1]
  for (const { account, isArbiter, recipient, fault } of await judgeKeys(judges, terms, named)) {
    if (isAmong(account, without)) continue
    if (recipient !== undefined) {
      readers.push({ who: account, recipient })
    } else {
      const who = isArbiter ? 'The arbiter' : 'This member'
      const message = `${who} ${fault ?? ''}. Ask for it and give it with --recipient ${account}=age1..., or leave it out with --without`
      faults.push({ path: named(account) === undefined ? 'panel' : '--recipient', value: account, message })
    }
  }
  for (const recipient of also) {
    if (await isRecipient(recipient)) readers.push({ who: 'also', recipient })
    else faults.push({ path: '--also', value: recipient, message: 'is not an age recipient: age1..., or age1pq1...' })
  }
  const reading = terms.panel.filter((member) => !isAmong(member, without)).length
  if (faults.length === 0 && BigInt(reading) < terms.quorum) {
    const message = `leaves ${reading} of the ${terms.quorum} members whose word a verdict needs`
    faults.push({ path: '--without', value: '', message })
  }
  if (faults.length > 0) throw new InputError('list of those who read the evidence', faults)
  return readers
}
