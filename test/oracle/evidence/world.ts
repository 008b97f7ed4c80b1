/** For the tests of evidence with an operator: claims whose bundles exist, an intake, and what lies in the data folder. */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import Fastify from 'fastify'
import { getAddress, zeroHash, type Address, type Hex } from 'viem'
import type { Place } from '../../../oracle/evidence/bundles.ts'
import { intakeRoutes, type IntakeLimits } from '../../../oracle/evidence/intake.ts'
import type { Operator } from '../../../oracle/operator.ts'
import type { ClaimsTable } from '../../../oracle/store/tables.ts'
import { makeIdentity, seal } from '../../../sdk/evidence/seal.ts'
import { packBundle } from '../../../sdk/evidence/packBundle.ts'
import { canonicalJson } from '../../../sdk/model/canonicalJson.ts'
import { claimKey, commitmentOf, makeSalt, manifestDigest, type Manifest } from '../../../sdk/model/evidence.ts'
import { testServer } from '../../evidence/servers.ts'
import { bytesOf, manifestOf, streamOfBytes } from '../../evidence/support.ts'
import type { Config } from '../../../oracle/config/config.ts'
import { OUTCOME } from '../../sdk/samples.ts'
import type { OracleWorld, TestOperator } from '../world.ts'

/** What must never be seen in a log or in a file that stays. */
export const MARKER = 'MARKERplaintext'
export const SOLVER = getAddress('0x2222222222222222222222222222222222222222')
export const CHAIN = 31337
const DAY = 86_400

/** An operator with a fresh age identity, an escrow in its store, and a chain whose time the test sets. */
export interface EvidenceOperator extends TestOperator {
  recipient: string
  /** Time of the confirmed block. */
  chainTime: number
}

export async function evidenceOperator(
  world: OracleWorld,
  {
    escrow = world.escrow,
    ...change
  }: { escrow?: Address; readableDays?: number; config?: (config: Config) => void } = {},
): Promise<EvidenceOperator> {
  const base = await world.operator(1, change.config)
  const { identity, recipient } = await makeIdentity()
  await writeFile(base.config.evidence.identities[0]!, `${identity}\n`)
  const { number, hash, timestamp } = await base.chain.confirmed()
  const operator: EvidenceOperator = {
    ...base,
    recipient,
    chainTime: Number(timestamp),
    chain: {
      ...base.chain,
      confirmed: async () => ({ number, hash, timestamp: BigInt(operator.chainTime) }),
    },
  }
  // Steps wait for what they have begun.
  operator.clock.sleep = () => new Promise(() => undefined)
  const evidence = { ...OUTCOME.evidence, readableDays: change.readableDays ?? OUTCOME.evidence.readableDays }
  const document = canonicalJson({ ...OUTCOME, evidence })
  await operator.store
    .insertInto('escrows')
    .values({ escrow, document, code: '0x', seat: 1, createdBlock: 0 })
    .execute()
  return operator
}

/** A claim with its evidence, packed for `recipient`. */
export interface Packed extends Place {
  solver: Address
  manifest: Manifest
  salt: Hex
  commitment: Hex
  /** The bundle before encryption. */
  bundle: Uint8Array
  sealed: Uint8Array
}

export const FILES = {
  [`${MARKER}.txt`]: Buffer.from(`${MARKER} `.repeat(100)),
  'runs/1.bin': crypto.getRandomValues(new Uint8Array(150_000 % 65_536)),
}

export async function packedClaim(
  escrow: Address,
  recipients: readonly string[],
  {
    files = FILES,
    solver = SOLVER,
    target = zeroHash,
  }: { files?: Record<string, Uint8Array>; solver?: Address; target?: Hex } = {},
): Promise<Packed> {
  const manifest = { ...manifestOf(files), escrow, solver, statement: `${MARKER} holds.` }
  const salt = makeSalt()
  const commitment = commitmentOf({ chainId: CHAIN, escrow, solver, manifestDigest: manifestDigest(manifest), salt })
  const claim = claimKey(solver, commitment, target)
  const bundle = await bytesOf(packBundle(manifest, salt, (path) => streamOfBytes(files[path]!)))
  return { escrow, claim, solver, manifest, salt, commitment, bundle, sealed: await sealedFor(bundle, recipients) }
}

export async function sealedFor(bundle: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  return bytesOf(await seal(streamOfBytes(bundle, 60_000), recipients))
}

/** Puts a claim into the store as it is after its event was read, with a phase of 10 days. */
export async function addClaim(
  operator: EvidenceOperator,
  { escrow, claim, solver, commitment }: Pick<Packed, 'escrow' | 'claim' | 'solver' | 'commitment'>,
  change: Partial<ClaimsTable> = {},
): Promise<void> {
  const filedAt = operator.chainTime
  const row: ClaimsTable = {
    escrow, claim, solver, commitment, filedAt, target: zeroHash, uri: 'file:///x.age', place: 0, filedBlock: 1, filedHash: zeroHash,
    observeUntil: filedAt + 10 * DAY, stage: 'filed', note: '', measurement: null, report: null, tries: 0, nextAt: 0, settledAt: 0,
    ...change,
  } // prettier-ignore
  await operator.store.insertInto('claims').values(row).execute()
}

export async function rowOf({ store }: Operator, { claim }: Pick<Place, 'claim'>): Promise<ClaimsTable> {
  return store.selectFrom('claims').selectAll().where('claim', '=', claim).executeTakeFirstOrThrow()
}

/** Every file under a folder, by its path from there, and folders that are empty, with a slash. */
export async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, Buffer>()
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    files.set(path.slice(folder.length + 1), await readFile(path))
  }
  return files
}

/** The notes in quarantine. */
export async function notesOf({
  config,
}: Operator): Promise<{ reason: string; size: number; sha256: string; from: string; kept: boolean }[]> {
  const files = await filesIn(join(config.data, 'quarantine'))
  return [...files].filter(([name]) => name.endsWith('.json')).map(([, text]) => JSON.parse(text.toString()) as never)
}

/** Nothing of the evidence is in a log, nor in any file but the identity; nothing is left under way. */
export async function expectClean(operator: TestOperator, what: string): Promise<void> {
  const files = await filesIn(dirname(operator.config.data))
  for (const [path, content] of files) {
    expect(path, `${what}: name of ${path}`).to.not.include(MARKER)
    expect(content.includes(MARKER), `${what}: content of ${path}`).to.equal(false)
  }
  expect(await readdir(join(operator.config.data, 'work')).catch(() => []), `${what}: under way`).to.deep.equal([])
  expect(JSON.stringify(operator.entries), `${what}: log`).to.not.include(MARKER)
}

export const digestHeader = (content: Uint8Array) =>
  `sha-256=:${createHash('sha256').update(content).digest('base64')}:`

export interface TestIntake {
  url: string
  path: (place: Place) => string
  /** Uploads a body as `claim` does. @returns status and text. */
  put: (place: Place, body: Uint8Array, headers?: Record<string, string>) => Promise<{ status: number; text: string }>
  stop: () => Promise<void>
}

export const LIMITS: IntakeLimits = { stalled: 10_000, unvouched: 10_000, linger: 100, most: { all: 4, claim: 2 } }

export async function testIntake(operator: Operator, change: Partial<IntakeLimits> = {}): Promise<TestIntake> {
  const server = Fastify()
  intakeRoutes(server, operator, { ...LIMITS, ...change })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  const path = ({ escrow, claim }: Place) => `/evidence/${CHAIN}/${escrow.toLowerCase()}/${claim}`
  return {
    url,
    path,
    put: async (place, body, headers = {}) => {
      const own = { 'content-type': 'application/age', 'repr-digest': digestHeader(body) }
      const answer = await fetch(`${url}${path(place)}`, {
        method: 'PUT',
        headers: { ...own, ...headers },
        body: Buffer.from(body),
      })
      return { status: answer.status, text: await answer.text() }
    },
    stop: async () => {
      server.server.closeAllConnections()
      await server.close()
    },
  }
}

/** What a server gives; a function takes the response over. */
export type Page = Uint8Array | ((response: ServerResponse) => void)

/** A server from which bundles are fetched. */
export async function testWeb() {
  const pages = new Map<string, Page>()
  const server = await testServer(async ({ url }, response) => {
    const page = pages.get(url!)
    if (page === undefined) response.writeHead(404).end()
    else if (typeof page === 'function') page(response)
    else response.end(page)
    return Promise.resolve()
  })
  return {
    ...server,
    pages,
    /** Adds a claim whose bundle is on a page of this server. @returns the path of the page. */
    add: async (operator: EvidenceOperator, page: Page | undefined, packed: Packed) => {
      const path = `/${packed.claim}.age`
      if (page !== undefined) pages.set(path, page)
      await addClaim(operator, packed, { uri: `${server.url}${path}` })
      return path
    },
  }
}

export type TestWeb = Awaited<ReturnType<typeof testWeb>>
