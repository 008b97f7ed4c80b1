/** What peers may ask of this operator: its commitment, and then, for those who have committed themselves too, its observation. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Address, Hex } from 'viem'
import * as z from 'zod'
import { addressSchema, bytes32Schema } from '../../sdk/model/schemas.ts'
import { unpackTerms } from '../../sdk/model/termsCode.ts'
import { wake } from '../operate/lanes.ts'
import type { Operator } from '../operator.ts'
import { commitmentOf } from '../sign/commitment.ts'
import { memoryOf, wantKey } from './memory.ts'
import { peerOf } from './peers.ts'
import { rateLimit } from './rateLimit.ts'
import { sealReveal, type Reveal } from './reveal.ts'

/** Questions a minute about one claim from one remote: behind a proxy, all members of the largest panel are one remote. */
const MOST_A_MINUTE = 240
/** Remotes and claims that are remembered. */
const MOST_NAMES = 10_000
/** Encrypted observations that are kept, so that asking again costs nothing. */
const MOST_SEALED = 1_000

const askedSchema = z.object({ chainId: z.string(), escrow: addressSchema, claim: bytes32Schema })
const forSchema = z.object({ for: addressSchema })

/** A claim that this operator has signed for. */
interface Signed {
  escrow: Address
  claim: Hex
  code: Hex
  digest: Hex
  measurement: string
  report: Hex
  salt: Hex
  signature: Hex
}

/**
 * Serves `GET /exchange/<chain id>/<escrow>/<claim>/commitment`, and `.../observation?for=<member>` encrypted to the key which that member
 * has published, so that who asks in another's name cannot read the answer. A member whose own commitment is not here gets 403.
 */
export function exchangeRoutes(server: FastifyInstance, operator: Operator): void {
  const within = rateLimit(operator.clock, MOST_A_MINUTE, 60, MOST_NAMES)
  const sealed = new Map<string, Uint8Array>()

  /** Answers about a claim that is signed; everything that goes wrong has an answer too. */
  const route = (what: string, answer: (signed: Signed, query: unknown, reply: FastifyReply) => Promise<unknown>) => {
    server.get(`/exchange/:chainId/:escrow/:claim/${what}`, async (request, reply) => {
      try {
        const signed = await signedOf(operator, request.params)
        if (signed === undefined) return await refuse(reply, 404, 'There is nothing here.')
        if (!within(`${request.ip} ${signed.claim}`)) return await refuse(reply, 429, 'Ask again in a minute.')
        return await answer(signed, request.query, reply)
      } catch (error) {
        operator.log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'a peer could not be answered')
        return refuse(reply, 503, 'Ask again later.')
      }
    })
  }

  route('commitment', (signed, _, reply) =>
    Promise.resolve(
      reply.send({ version: 1, member: operator.member, commitment: commitmentOf(signed.digest, signed.salt) }),
    ),
  )

  route('observation', async (signed, query, reply) => {
    const member = forSchema.safeParse(query).data?.for
    if (member === undefined || member === operator.member || !unpackTerms(signed.code).panel.includes(member)) {
      return refuse(reply, 404, 'There is nothing here.')
    }
    // Who asks has committed, and seen this operator's commitment: now it can be asked.
    const { awake } = memoryOf(operator)
    awake.add(wantKey(signed.escrow, signed.claim, member))
    wake(operator, 'exchange')
    if (!(await hasCommitted(operator, signed, member))) {
      return refuse(reply, 403, 'Your own commitment has not been seen yet.')
    }
    const { published } = await peerOf(operator, member)
    const recipient = published?.encryptionKey ?? ''
    if (recipient === '') return refuse(reply, 503, 'You have published no key to encrypt to.')
    const name = `${signed.escrow} ${signed.claim} ${recipient}`
    const bytes = sealed.get(name) ?? (await sealReveal(revealOf(operator, signed), recipient))
    sealed.set(name, bytes)
    if (sealed.size > MOST_SEALED) sealed.delete(sealed.keys().next().value ?? '')
    return reply.type('application/octet-stream').send(Buffer.from(bytes))
  })
}

async function signedOf(operator: Operator, params: unknown): Promise<Signed | undefined> {
  const asked = askedSchema.safeParse(params)
  if (!asked.success || asked.data.chainId !== `${operator.deployment.chainId}`) return undefined
  const { escrow, claim } = asked.data
  const row = await operator.store
    .selectFrom('duties as d')
    .innerJoin('escrows as e', 'e.escrow', 'd.escrow')
    .select(['e.code', 'd.digest', 'd.measurement', 'd.report', 'd.salt', 'd.signature'])
    .where('d.chainId', '=', operator.deployment.chainId)
    .where('d.escrow', '=', escrow)
    .where('d.claim', '=', claim)
    .executeTakeFirst()
  return row === undefined || row.signature === null ? undefined : { ...row, escrow, claim, signature: row.signature }
}

async function hasCommitted({ store }: Operator, { escrow, claim }: Signed, member: Address): Promise<boolean> {
  const row = await store
    .selectFrom('commitments')
    .select('commitment')
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .where('member', '=', member)
    .executeTakeFirst()
  return row !== undefined
}

function revealOf({ deployment, member }: Operator, signed: Signed): Reveal {
  const { escrow, claim, measurement, report, signature, salt } = signed
  return { version: 1, chainId: deployment.chainId, escrow, claim, member, measurement, report, signature, salt }
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ error: message })
}
