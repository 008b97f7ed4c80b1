/** For the tests of verifying: claims as `observe` and `gather` leave them, evidence in a folder, programs that verify or misbehave. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getAddress, keccak256, stringToHex, type Hex } from 'viem'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { getFiling } from '../../../sdk/actions/getFiling.ts'
import { canonicalJson } from '../../../sdk/model/canonicalJson.ts'
import { fileEntry, parseManifest, type Manifest } from '../../../sdk/model/evidence.ts'
import { parseOutcome, type Outcome } from '../../../sdk/model/outcome.ts'
import { configSchema, type VerifierConfig } from '../../../oracle/config/config.ts'
import type { Store } from '../../../oracle/store/openStore.ts'
import type { ClaimsTable } from '../../../oracle/store/tables.ts'
import { makeVerification, type Verification } from '../../../oracle/verifiers/verify.ts'
import type { WithEvidence } from '../../../oracle/verifiers/withEvidence.ts'
import { OUTCOME } from '../../sdk/samples.ts'
import { NO_TARGET, type OracleWorld, type TestOperator } from '../world.ts'

/** The outcome document of the world's escrow. */
export const WORLD_OUTCOME = parseOutcome({ ...OUTCOME, breakClause: 'A thing comes undone.' })

/** A folder that is removed with `clean`. */
const folders: string[] = []
export async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'lodestone-verify-'))
  folders.push(made)
  return made
}
export async function clean(): Promise<void> {
  for (const one of folders.splice(0)) await rm(one, { recursive: true, force: true })
}

const CONTENT = 'things,1000\n'

export function manifestFor(world: Pick<OracleWorld, 'escrow'>, solver: `0x${string}`): Manifest {
  const files = [fileEntry('things.csv', new TextEncoder().encode(CONTENT))]
  return parseManifest({ version: 1, escrow: world.escrow, solver, statement: 'A thousand things.', files })
}

/** Evidence that opens, and counts how often it did. */
export function evidence(world: OracleWorld): { withEvidence: WithEvidence; opened: () => number } {
  let opened = 0
  return {
    opened: () => opened,
    withEvidence: async (_, __, use) => {
      opened++
      const at = await folder()
      const manifest = manifestFor(world, getAddress(world.sdk.accounts[1]!))
      await mkdir(join(at, 'files'))
      await writeFile(join(at, 'files', 'things.csv'), CONTENT)
      await writeFile(join(at, 'manifest.json'), canonicalJson(manifest))
      try {
        return await use({ folder: at, manifest })
      } finally {
        await rm(at, { recursive: true })
      }
    },
  }
}

/** Writes into an operator's store that the escrow is watched, and that this claim of the chain is proved. */
export async function proved(
  world: OracleWorld,
  { store, deployment }: TestOperator,
  claim: Hex,
): Promise<ClaimsTable> {
  const { client } = world.sdk
  const filing = await getFiling(client, deployment, world.escrow, claim)
  const state = await getClaim(client, { address: world.escrow, terms: world.terms }, claim)
  const block = await client.getBlock({ blockNumber: filing.blockNumber })
  const places = await store.selectFrom('claims').select('claim').execute()
  const row: ClaimsTable = {
    escrow: world.escrow,
    claim,
    target: NO_TARGET,
    solver: filing.solver,
    commitment: filing.commitment,
    uri: filing.uri,
    place: places.length,
    filedAt: Number(state.filedAt),
    filedBlock: Number(filing.blockNumber),
    filedHash: block.hash,
    observeUntil: Number(state.filedAt + world.terms.verifyWithin),
    stage: 'proved',
    note: '',
    measurement: null,
    report: null,
    tries: 0,
    nextAt: 0,
    settledAt: 0,
  }
  await watch(store, world, WORLD_OUTCOME)
  await store.insertInto('claims').values(row).execute()
  return row
}

async function watch(store: Store, { escrow }: OracleWorld, outcome: Outcome): Promise<void> {
  await store
    .insertInto('escrows')
    .values({ escrow, document: canonicalJson(outcome), code: '0x', seat: 0, createdBlock: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The document of the world's escrow as the store has it is another one. */
export async function otherOutcome({ store }: TestOperator, outcome: Outcome): Promise<void> {
  await store
    .updateTable('escrows')
    .set({ document: canonicalJson(outcome) })
    .execute()
}

export async function rowOf({ store }: Pick<TestOperator, 'store'>, claim: Hex): Promise<ClaimsTable> {
  return store.selectFrom('claims').selectAll().where('claim', '=', claim).executeTakeFirstOrThrow()
}

export async function reportOf({ store }: Pick<TestOperator, 'store'>, claim: Hex): Promise<Record<string, unknown>> {
  const { report } = await rowOf({ store }, claim)
  const { text } = await store.selectFrom('reports').selectAll().where('digest', '=', report!).executeTakeFirstOrThrow()
  return JSON.parse(text) as Record<string, unknown>
}

/** What the verifier says where all is well. */
export const GOOD = { measurement: '12', sideConditions: [{ name: 'quiet', holds: true }] }

/** A verifier of a shell script; its limits are small, and it is sandboxed unless said otherwise. */
export async function shell(script: string, change: object = {}): Promise<VerifierConfig> {
  const at = join(await folder(), 'verify.sh')
  await writeFile(at, `#!/bin/sh\n${script}\n`)
  await chmod(at, 0o755)
  return command([at], change)
}

/** A verifier of a command. */
export function command(words: string[], change: object = {}): VerifierConfig {
  const limits = { seconds: 30, megabytes: 512, outputMegabytes: 1, processes: 20 }
  return configSchema.shape.verifiers
    .unwrap()
    .parse({ kind: 'command', outcomes: '*', command: words, limits, ...change })
}

/** Prints a value as a result. */
export const says = (value: unknown): string => `cat > /dev/null; cat <<'END'\n${JSON.stringify(value)}\nEND`

/** Verifications that are ended by `endAll`. */
const started: Verification[] = []
export function verification(withEvidence: WithEvidence, patience = 60_000): Verification {
  const made = makeVerification(withEvidence, { atOnce: 2, patience })
  started.push(made)
  return made
}
export async function endAll(): Promise<void> {
  for (const one of started.splice(0)) await one.stop()
}

export const hashOf = (text: string): Hex => keccak256(stringToHex(text))

/** What most tests do in a world. */
export function bench(world: OracleWorld) {
  const mine = async () => world.sdk.mineAt((await world.sdk.now()) + 1n)
  return {
    /** A block more. */
    mine,
    operatorWith: (...verifiers: VerifierConfig[]) =>
      world.operator(1, (config) => {
        config.verifiers = verifiers
      }),
    /** A claim that is proved and has its randomness. */
    claimFor: async (operator: TestOperator) => {
      const claim = await world.claim()
      await mine()
      await proved(world, operator, claim)
      return claim
    },
    /** One round of a service that has just started. */
    once: async (operator: TestOperator) => verification(evidence(world).withEvidence).verify(operator),
  }
}
