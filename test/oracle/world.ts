/** For the tests of the oracle's steps: a chain in this process with an escrow, and operators over it whose clock and log are the test's. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { getAddress, keccak256, stringToHex, zeroHash, type Address, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { approve } from '../../sdk/actions/approve.ts'
import { create } from '../../sdk/actions/create.ts'
import { file } from '../../sdk/actions/file.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { encodeOutcome, parseOutcome } from '../../sdk/model/outcome.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { observationTypedData } from '../../sdk/model/typedData.ts'
import { parseConfig, type Config } from '../../oracle/config/config.ts'
import type { Clock } from '../../oracle/operate/clock.ts'
import { makeLogger } from '../../oracle/operate/logger.ts'
import { makeMetrics } from '../../oracle/operate/metrics.ts'
import type { Operator } from '../../oracle/operator.ts'
import { takeLease } from '../../oracle/store/lease.ts'
import { openStore } from '../../oracle/store/openStore.ts'
import { OUTCOME } from '../sdk/samples.ts'
import { sdkWorld, UNIT, type SdkWorld } from '../sdk/world.ts'

/** Keys of up to seven members, whose addresses ascend. */
const KEYS = Array.from({ length: 7 }, (_, i) => keccak256(stringToHex(`member ${i}`)))
export const MEMBERS = KEYS.map((key) => privateKeyToAccount(key)).sort((a, b) =>
  BigInt(a.address) < BigInt(b.address) ? -1 : 1,
)

/** A log entry, as it was written. */
export type Entry = Record<string, unknown> & { level: number; msg: string }

export interface TestOperator extends Operator {
  /** What was logged. */
  entries: Entry[]
  clock: Clock & { at: number }
}

export interface OracleWorld {
  sdk: SdkWorld
  escrow: Address
  terms: Terms
  /** OperatorDirectory. */
  directory: Address
  /** A fresh operator as the member with this seat, over an empty store, that holds its lease now; `change` its configuration. */
  operator(seat: number, change?: (config: Config) => void): Promise<TestOperator>
  /** Files a claim with this commitment; returns its key. */
  claim(commitment?: Hex, uri?: string): Promise<Hex>
  stop(): Promise<void>
}

/** An escrow with `n` members and quorum `k`, pledged in full: 1,000 tokens for 100 things; `change` its terms. */
export async function oracleWorld(n = 5, k = 3, change: Partial<Terms> = {}): Promise<OracleWorld> {
  const sdk = await sdkWorld()
  const now = await sdk.now()
  const outcome = parseOutcome({ ...OUTCOME, breakClause: 'A thing comes undone.' })
  const price = 1_000n * UNIT
  const terms: Terms = {
    outcome: encodeOutcome(outcome).hash,
    asset: sdk.token,
    rule: 0,
    curve: [
      { measurement: 0n, price: 0n },
      { measurement: 100n, price },
    ],
    minStep: 1n,
    pledgeBy: now + 30n * 86_400n,
    threshold: price,
    cap: price,
    claimBy: now + 60n * 86_400n,
    verifyWithin: 86_400n,
    challengeWithin: 2n * 86_400n,
    arbitrateWithin: 3n * 86_400n,
    lastCall: 0n,
    panel: MEMBERS.slice(0, n).map(({ address }) => getAddress(address)),
    quorum: BigInt(k),
    arbiter: sdk.accounts[5]!,
    claimFee: 2n * UNIT,
    challengeFee: 5n * UNIT,
    holdback: 0n,
    warranty: 0n,
    ...change,
  }
  const [funder, solver] = sdk.writers
  const created = await create(funder!, sdk.origin, terms, outcome)
  const escrow = created.result as Address
  await pledge(funder!, escrow, { amount: price, receiver: funder!.wallet.account.address })
  for (const { address } of MEMBERS) {
    await funder!.wallet.sendTransaction({ to: address, value: 10n ** 18n, chain: null })
  }
  await approve(solver!, sdk.token, escrow, 1_000n * UNIT)
  const directory = await sdk.deploy('periphery/OperatorDirectory.sol/OperatorDirectory', [sdk.origin.factory])
  const opened: { operator: TestOperator; folder: string }[] = []
  let claims = 0
  return {
    sdk,
    escrow,
    terms,
    directory,
    operator: async (seat, change = () => undefined) => {
      const folder = await mkdtemp(join(tmpdir(), 'lodestone-oracle-'))
      const config = sampleConfig(folder)
      change(config)
      const operator = await testOperator(sdk, directory, seat, config)
      opened.push({ operator, folder })
      return operator
    },
    claim: async (commitment = keccak256(stringToHex(`claim ${claims++}`)), uri = 'https://example.org/x.age') => {
      const { result } = await file(solver!, escrow, { commitment, payee: solver!.wallet.account.address, uri })
      return result as Hex
    },
    stop: async () => {
      for (const { operator, folder } of opened) {
        await operator.store.destroy()
        await rm(folder, { recursive: true })
      }
    },
  }
}

export const NO_TARGET = zeroHash

/** A configuration with its data in `folder`. */
export function sampleConfig(folder: string): Config {
  const config = {
    version: 1,
    chain: { rpc: ['http://127.0.0.1:1'], deployment: 'deployment.json', confirmations: 0 },
    signer: { kind: 'local', keyFile: 'member.key' },
    gas: { signer: { kind: 'local', keyFile: 'gas.key' } },
    escrows: 'any',
    data: 'data',
    evidence: { identities: ['member.age'] },
    serve: { port: 0 },
    verifiers: [{ kind: 'manual', outcomes: '*' }],
  }
  return parseConfig(config, join(folder, 'oracle.json'))
}

/** An operator over any chain, as the member with this seat, over an empty store. */
export async function testOperator(
  sdk: Pick<SdkWorld, 'client' | 'origin'>,
  directory: Address,
  seat: number,
  config: Config,
): Promise<TestOperator> {
  const account = MEMBERS[seat]!
  const entries: Entry[] = []
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      entries.push(JSON.parse(chunk.toString()) as Entry)
      done()
    },
  })
  const clock = {
    at: Number((await sdk.client.getBlock()).timestamp) * 1000,
    now: () => clock.at,
    sleep: () => Promise.resolve(),
  }
  const operator: TestOperator = {
    config,
    deployment: {
      chainId: await sdk.client.getChainId(),
      ...sdk.origin,
      router: sdk.origin.factory,
      directory,
      block: 0,
      compiler: '0.8.37',
    },
    member: getAddress(account.address),
    chain: {
      client: sdk.client,
      confirmed: async () => {
        const { number, hash, timestamp } = await sdk.client.getBlock()
        return { number, hash, timestamp }
      },
      read: (run) => run(sdk.client, sdk.client),
    },
    store: await openStore(':memory:'),
    holder: randomUUID(),
    clock,
    log: makeLogger('debug', sink),
    metrics: makeMetrics(),
    signer: {
      address: account.address,
      sign: (chainId, escrow, observation) => account.signTypedData(observationTypedData(chainId, escrow, observation)),
    },
    gas: {
      address: account.address,
      sign: (transaction) => account.signTransaction({ ...transaction, type: 'eip1559' }),
    },
    mark: () => undefined,
    entries,
  }
  await takeLease(operator)
  return operator
}
