/** What the steps before exchange and submission leave in an operator's store, and operators that serve one another on loopback. */
import { writeFile } from 'node:fs/promises'
import { fastify, type FastifyInstance } from 'fastify'
import {
  createTestClient,
  createWalletClient,
  custom,
  encodeFunctionData,
  keccak256,
  stringToHex,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem'
import { operatorDirectoryAbi } from '../../sdk/abi/operatorDirectory.ts'
import { getClaim } from '../../sdk/actions/getClaim.ts'
import { makeIdentity } from '../../sdk/evidence/seal.ts'
import { packTerms } from '../../sdk/model/termsCode.ts'
import { observationDigest, observationTypedData } from '../../sdk/model/typedData.ts'
import { exchangeRoutes } from '../../oracle/exchange/exchangeRoutes.ts'
import type { Operator } from '../../oracle/operator.ts'
import { MEMBERS, NO_TARGET, type OracleWorld, type TestOperator } from './world.ts'

export interface Signed {
  member: Address
  claim: Hex
  digest: Hex
  measurement: bigint
  report: Hex
  salt: Hex
  signature: Hex
}

/** A measurement as the member with this seat signs it. */
export async function signAs(world: OracleWorld, seat: number, claim: Hex, measurement: bigint): Promise<Signed> {
  const account = MEMBERS[seat]!
  const report = keccak256(stringToHex(`report of ${seat} on ${claim}: ${measurement}`))
  const observation = { claim, member: account.address, measurement, report }
  const signature = await account.signTypedData(observationTypedData(31337, world.escrow, observation))
  const salt = keccak256(stringToHex(`salt of ${seat} on ${claim}`))
  const digest = observationDigest(31337, world.escrow, observation)
  return { member: account.address, claim, digest, measurement, report, salt, signature }
}

/** Puts a claim into an operator's store as if it had just been signed. */
export async function signClaim(
  world: OracleWorld,
  operator: Operator,
  seat: number,
  claim: Hex,
  measurement = 10n,
): Promise<Signed> {
  const signed = await signAs(world, seat, claim, measurement)
  const { escrow, terms } = world
  const state = await getClaim(world.sdk.client, { address: escrow, terms }, claim)
  const now = Math.floor(operator.clock.now() / 1000)
  await operator.store
    .insertInto('escrows')
    .values({ escrow, document: '{}', code: packTerms(terms), seat, createdBlock: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await operator.store
    .insertInto('claims')
    .values({
      escrow,
      claim,
      target: NO_TARGET,
      solver: state.payee,
      commitment: NO_TARGET,
      uri: '',
      place: 0,
      filedAt: Number(state.filedAt),
      filedBlock: 1,
      filedHash: NO_TARGET,
      observeUntil: Number(state.filedAt + terms.verifyWithin),
      stage: 'signed',
      note: '',
      measurement: `${measurement}`,
      report: signed.report,
      tries: 0,
      nextAt: 0,
      settledAt: 0,
    })
    .execute()
  const { digest, report, salt, signature } = signed
  await operator.store
    .insertInto('duties')
    .values({
      chainId: 31337,
      escrow,
      claim,
      digest,
      measurement: `${measurement}`,
      report,
      salt,
      signature,
      committedAt: now,
    })
    .execute()
  return signed
}

/** Lets an operator know an observation of another member, as the exchange leaves it. */
export async function learn(world: OracleWorld, operator: Operator, signed: Signed, onChain = 0): Promise<void> {
  const { member, claim, digest, measurement, report, signature, salt } = signed
  await operator.store
    .insertInto('observations')
    .values({
      escrow: world.escrow,
      claim,
      member,
      digest,
      measurement: `${measurement}`,
      report,
      signature,
      salt: onChain === 1 ? null : salt,
      onChain,
      seenAt: Math.floor(operator.clock.now() / 1000),
    })
    .execute()
}

/** Publishes endpoint and encryption key of the member with this seat. */
export async function publish(world: OracleWorld, seat: number, endpoint: string, key: string): Promise<void> {
  const { client } = world.sdk
  const wallet = createWalletClient({ account: MEMBERS[seat]!, transport: over(client) })
  const data = encodeFunctionData({ abi: operatorDirectoryAbi, functionName: 'publish', args: [endpoint, key] })
  const hash = await wallet.sendTransaction({ to: world.directory, data, chain: null })
  await client.waitForTransactionReceipt({ hash })
}

/** A server on a free port of this machine. */
export async function listen(
  set: (server: FastifyInstance) => void,
): Promise<{ server: FastifyInstance; url: string }> {
  const server = fastify({ forceCloseConnections: true })
  set(server)
  return { server, url: await server.listen({ host: '127.0.0.1', port: 0 }) }
}

export interface Peer {
  operator: TestOperator
  seat: number
  identity: string
  url: string
  server: FastifyInstance
}

/** An operator with an identity of its own that serves the exchange and has published where. */
export async function peer(world: OracleWorld, seat: number): Promise<Peer> {
  const operator = await world.operator(seat)
  const { identity, recipient } = await makeIdentity()
  await writeFile(operator.config.evidence.identities[0]!, `# a key\n${identity}\n`)
  const { server, url } = await listen((one) => {
    exchangeRoutes(one, operator)
  })
  await publish(world, seat, url, recipient)
  return { operator, seat, identity, url, server }
}

/** The node's own controls. */
export function controls(client: PublicClient) {
  return createTestClient({ mode: 'hardhat', transport: over(client) })
}

/** The same operator after its process has ended: what it had in memory is gone. */
export function restarted(operator: TestOperator): TestOperator {
  return { ...operator, mark: () => undefined }
}

/** Messages that were logged, with their levels: 30 info, 40 warn, 50 error. */
export function told(operator: TestOperator, from = 30): string[] {
  return operator.entries.filter(({ level }) => level >= from).map(({ msg }) => msg)
}

function over(client: PublicClient) {
  return custom({ request: (call: never) => client.request(call) }, { retryCount: 0 })
}
