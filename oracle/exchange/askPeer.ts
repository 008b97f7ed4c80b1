import type { Address, Hex } from 'viem'
import * as z from 'zod'
import { InputError } from '../../sdk/errors/InputError.ts'
import { bytes32Schema, addressSchema } from '../../sdk/model/schemas.ts'
import { observationDigest } from '../../sdk/model/typedData.ts'
import { secondsOf } from '../operate/clock.ts'
import { readSame } from '../chain/readSame.ts'
import type { Operator } from '../operator.ts'
import { commitmentOf } from '../sign/commitment.ts'
import { exchangeUrl } from './exchangeUrl.ts'
import { report } from './findings.ts'
import { hasSigned } from './hasSigned.ts'
import { identitiesOf } from '../evidence/identities.ts'
import { PeerFault, pull, type Fetch } from './pull.ts'
import { openReveal, type Reveal } from './reveal.ts'
import type { Wanted } from './wanted.ts'

/** Answers of a peer that is well and has nothing to show yet. */
const NOT_YET = new Set([403, 404, 429, 503])

const committedSchema = z.strictObject({ version: z.literal(1), member: addressSchema, commitment: bytes32Schema })

/** How a peer is asked. */
export interface Asking {
  fetch: Fetch
  /** Milliseconds for one answer. */
  timeout: number
  /** As the member has published it. */
  endpoint: string
}

/**
 * Asks a member for its commitment and then, since that makes it show, for its observation; stores both.
 * @returns whether something was stored.
 * @throws {PeerFault} when it does not answer, or not as it should.
 */
export async function askPeer(operator: Operator, asking: Asking, wanted: Wanted): Promise<boolean> {
  const known = wanted.commitment
  const commitment = known ?? (await askCommitment(operator, asking, wanted))
  if (commitment === undefined) return false
  const reveal = await askReveal(operator, asking, wanted)
  if (reveal === undefined) return known === undefined
  await keep(operator, wanted, reveal, commitment)
  return true
}

async function askCommitment(operator: Operator, asking: Asking, wanted: Wanted): Promise<Hex | undefined> {
  const body = await ask(operator, asking, wanted, 'commitment')
  if (body === undefined) return undefined
  const { data } = committedSchema.safeParse(jsonOf(body))
  if (data?.member !== wanted.member) throw new PeerFault('answers with something that is not its commitment')
  const { escrow, claim, member } = wanted
  await operator.store
    .insertInto('commitments')
    .values({ escrow, claim, member, commitment: data.commitment, seenAt: secondsOf(operator.clock) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  operator.mark('exchange: commitment stored')
  return data.commitment
}

async function askReveal(operator: Operator, asking: Asking, wanted: Wanted): Promise<Reveal | undefined> {
  const body = await ask(operator, asking, wanted, 'observation')
  if (body === undefined) return undefined
  try {
    const reveal = await openReveal(body, await identitiesOf(operator.config))
    const { escrow, claim, member } = wanted
    const isAsked = reveal.escrow === escrow && reveal.claim === claim && reveal.member === member
    if (isAsked && reveal.chainId === operator.deployment.chainId) return reveal
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    throw new PeerFault('answers with something that does not open, or is no observation')
  }
  throw new PeerFault('answers with an observation of something else')
}

async function ask(
  operator: Operator,
  { fetch, timeout, endpoint }: Asking,
  { escrow, claim }: Wanted,
  what: 'commitment' | 'observation',
): Promise<Uint8Array | undefined> {
  const { chainId } = operator.deployment
  const asked = { chainId, escrow, claim, what } as const
  const url = exchangeUrl(endpoint, what === 'observation' ? { ...asked, member: operator.member } : asked)
  if (url === undefined) throw new PeerFault('has published no https endpoint')
  const { status, body } = await pull(fetch, url, timeout)
  if (NOT_YET.has(status)) return undefined
  if (status !== 200) throw new PeerFault(`answers with status ${status}`)
  return body
}

/** Keeps an observation that its member signed; what does not open the member's commitment is a finding instead. */
async function keep(operator: Operator, wanted: Wanted, reveal: Reveal, commitment: Hex): Promise<void> {
  const { escrow, claim, member } = wanted
  const { measurement, report: digestOfReport, signature, salt } = reveal
  const digest = digestOf(operator.deployment.chainId, escrow, reveal)
  if (!(await readSame(operator.chain, (client) => hasSigned(client, member, digest, signature)))) {
    throw new PeerFault('answers with an observation that it has not signed')
  }
  if (commitmentOf(digest, salt) !== commitment) {
    const evidence = { commitment, digest, measurement, report: digestOfReport, signature, salt }
    await report(operator, { escrow, claim, member, kind: 'commitment broken', evidence })
    return
  }
  await operator.store
    .insertInto('observations')
    .values({
      escrow,
      claim,
      member,
      digest,
      measurement,
      report: digestOfReport,
      signature,
      salt,
      onChain: 0,
      seenAt: secondsOf(operator.clock),
    })
    // It was on chain first: only what opens the commitment is new.
    .onConflict((conflict) => conflict.columns(['escrow', 'claim', 'member', 'digest']).doUpdateSet({ salt }))
    .execute()
  operator.mark('exchange: observation stored')
}

function digestOf(chainId: number, escrow: Address, { claim, member, measurement, report: digest }: Reveal): Hex {
  return observationDigest(chainId, escrow, { claim, member, measurement: BigInt(measurement), report: digest })
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}
