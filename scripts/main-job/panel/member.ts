/** A member of the panel: the oracle service as `lodestone oracle run` starts it, but in this process and on the main job's chain. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import type { Deployment } from '../../../sdk/model/deployment.ts'
import { observationTypedData } from '../../../sdk/model/typedData.ts'
import { publish } from '../../../sdk/index.ts'
import { parseConfig, type Config } from '../../../oracle/config/config.ts'
import { withEvidence } from '../../../oracle/evidence/withEvidence.ts'
import type { Clock } from '../../../oracle/operate/clock.ts'
import { makeLogger } from '../../../oracle/operate/logger.ts'
import { makeMetrics } from '../../../oracle/operate/metrics.ts'
import type { Operator } from '../../../oracle/operator.ts'
import { publicServer } from '../../../oracle/serve/server.ts'
import { lanesWith, ROUTES } from '../../../oracle/service.ts'
import { takeLease } from '../../../oracle/store/lease.ts'
import { openStore } from '../../../oracle/store/openStore.ts'
import { makeVerification } from '../../../oracle/verifiers/verify.ts'
import type { Chain } from '../chain.ts'
import { review } from './people.ts'

/** Milliseconds for which a round waits for verifiers. */
const PATIENCE = 60_000

/** What all members share. */
export interface World {
  readonly chain: Chain
  readonly deployment: Deployment
  readonly verifiers: readonly object[]
  /** The chain's time. */
  readonly clock: Clock
  /** A turn of the rotation in which they submit, in seconds. */
  readonly slot: number
}

export interface Member {
  readonly name: string
  readonly operator: Operator
  /** Where its server listens, on this machine; published. */
  readonly endpoint: string
  /** How often its signer was asked for an observation. */
  signed(): number
  /** What it logged that a person must see to. */
  errors(): readonly string[]
  /** Takes every step of the service once, and lets its people review. @returns whether something was done. */
  round(): Promise<boolean>
  close(): Promise<void>
}

/** Starts the service of the member with this name, and publishes where it is reached and how evidence for it is encrypted. */
export async function openMember(name: string, world: World): Promise<Member> {
  const folder = await mkdtemp(join(tmpdir(), 'lodestone-panel-'))
  const { identity, recipient } = await makeIdentity()
  const config = configIn(folder, world)
  for (const path of config.evidence.identities) await writeFile(path, `${identity}\n`, { mode: 0o600 })
  const account = world.chain.account(name)
  let signed = 0
  const errors: string[] = []
  const operator: Operator = {
    ...(await operatorOf(name, world, errors)),
    config,
    signer: {
      address: account.address,
      sign: (chainId, escrow, observation) => {
        signed++
        return account.signTypedData(observationTypedData(chainId, escrow, observation))
      },
    },
  }
  const verification = makeVerification(withEvidence, { patience: PATIENCE })
  const steps = lanesWith(verification.verify).flat()
  const server = publicServer(operator, ROUTES)
  const endpoint = await server.listen({ host: '127.0.0.1', port: 0 })
  await publish(await world.chain.as(name), world.deployment.directory, { endpoint, encryptionKey: recipient })
  return {
    name,
    operator,
    endpoint,
    signed: () => signed,
    errors: () => errors,
    round: async () => {
      await takeLease(operator)
      let did = false
      for (const [, step] of steps) if (await step(operator)) did = true
      return (await review(operator)) || did
    },
    close: async () => {
      await verification.stop()
      await server.close()
      await operator.store.destroy()
      await rm(folder, { recursive: true })
    },
  }
}

/** The configuration with its data in `folder`. Chain and keys are handed over instead of what it names for them. */
function configIn(folder: string, { verifiers, slot }: World): Config {
  const signer = { kind: 'local', keyFile: 'handed-over' }
  const config = {
    version: 1,
    chain: { rpc: ['http://127.0.0.1:1'], deployment: 'handed-over', confirmations: 0 },
    signer,
    gas: { signer },
    data: 'data',
    evidence: { identities: ['member.age'] },
    serve: { port: 0 },
    verifiers,
    // The stories say when claims are settled.
    submit: { settle: false, slotSeconds: slot },
  }
  return parseConfig(config, join(folder, 'oracle.json'))
}

async function operatorOf(
  name: string,
  { chain, deployment, clock }: World,
  errors: string[],
): Promise<Omit<Operator, 'config' | 'signer'>> {
  const { client } = chain
  const payer = `gas of ${name}`
  // Has ether from now on.
  await chain.as(payer)
  const gas = chain.account(payer)
  const sink = new Writable({
    write: (entry: Buffer, _, done) => {
      errors.push(entry.toString())
      done()
    },
  })
  return {
    deployment,
    member: chain.address(name),
    chain: {
      client,
      confirmed: async () => {
        const { number, hash, timestamp } = await client.getBlock()
        return { number, hash, timestamp }
      },
      read: (run) => run(client, client),
    },
    store: await openStore(':memory:'),
    holder: randomUUID(),
    clock,
    log: makeLogger('error', sink),
    metrics: makeMetrics(),
    gas: {
      address: gas.address,
      sign: (transaction) => gas.signTransaction({ ...transaction, type: 'eip1559' }),
    },
    mark: () => undefined,
  }
}
