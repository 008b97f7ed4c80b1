import type { Account, Address, Chain, Hex, PublicClient, TransactionReceipt, Transport, WalletClient } from 'viem'

/** A call to a contract: what a transaction does. */
export interface Call {
  to: Address
  data: Hex
  /** Wei sent along; none where it is left out. */
  value?: bigint
}

/** A call as it is sent. `gas` is the limit, estimated where it is left out. */
export interface Sent extends Call {
  gas?: bigint
}

/** Who writes, and through what. */
export interface Writer {
  /** Reads, simulates and waits for receipts. */
  client: PublicClient
  /** Signs and sends, as its own account. */
  wallet: WalletClient<Transport, Chain | undefined, Account>
  /** Simulates and sends nothing. */
  dryRun?: boolean
  /**
   * Sends a call and waits for its receipt, instead of the wallet: for instance one that writes down what it sends.
   * @param result what the simulation of the call returned.
   */
  send?: (call: Sent, result: Hex) => Promise<TransactionReceipt>
  /** Where calls are put instead of being sent; each is simulated as if those before it had been made. See `recordingWriter`. */
  batch?: Call[]
}

/** A write that has been carried out, or simulated in a dry run. */
export interface Written<R> {
  /** What the call returned when it was simulated just before it was sent; undefined if a dry run could not simulate it because an
   * approval that it needs was not sent either. */
  result: R | undefined
  /** Undefined in a dry run, and where there was nothing to send. */
  transaction: { hash: `0x${string}`; blockNumber: bigint; gasUsed: bigint } | undefined
}
