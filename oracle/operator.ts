/** What every step is handed: one operator, with everything that the outside world is made of injected. */
import type { Address, Hex, PublicClient } from 'viem'
import type { Deployment } from '../sdk/model/deployment.ts'
import type { Observation } from '../sdk/model/typedData.ts'
import type { Config } from './config/config.ts'
import type { Clock } from './operate/clock.ts'
import type { Logger } from './operate/logger.ts'
import type { Metrics } from './operate/metrics.ts'
import type { TransactionSigner } from './sign/transactionSigner.ts'
import type { Store } from './store/openStore.ts'

/** The chain as this operator sees it. */
export interface Chain {
  /** Reads by the first endpoint that answers. For what decides money use `confirmed`. */
  client: PublicClient
  /**
   * The last block that counts, on which the endpoints agree.
   * @throws {ConnectionError} when none answers or they disagree.
   */
  confirmed(): Promise<{ number: bigint; hash: Hex; timestamp: bigint }>
  /**
   * Runs a read that decides something by two endpoints that agreed on the confirmed block, and by two others where that fails: what
   * the first gives must be compared with what the second gives. With one endpoint configured both are that one.
   * @throws {ConnectionError} when no two endpoints give the same.
   */
  read<T>(run: (client: PublicClient, witness: PublicClient) => Promise<T>): Promise<T>
}

/** Signs observations. It is asked once for each claim: see `sign/signOnce.ts`. */
export interface ObservationSigner {
  /** Of the key: the member's own, or an owner's where the member is a Safe. */
  address: Address
  /** Signs an observation of an escrow on a chain, as EIP-712 typed data. */
  sign(chainId: number, escrow: Address, observation: Observation): Promise<Hex>
}

export interface Operator {
  config: Config
  deployment: Deployment
  /** The address that stands in panels, with its checksum. */
  member: Address
  chain: Chain
  store: Store
  /** This process in the lease: a name that no other ever has. See `store/lease.ts`. */
  holder: string
  clock: Clock
  log: Logger
  metrics: Metrics
  /** Signs observations. */
  signer: ObservationSigner
  /** Signs and pays for transactions: another key than the one for observations. */
  gas: TransactionSigner
  /** Called between two effects that outlive the process; tests end the process there. Does nothing otherwise. */
  mark(point: string): void
}

/** A step of the service: does what there is to do now, and says whether it did something. */
export type Step = (operator: Operator) => Promise<boolean>
