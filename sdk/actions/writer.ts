import type { Account, Address, Chain, Hex, PublicClient, Transport, WalletClient } from 'viem'

/** A call to a contract: what a transaction does. */
export interface Call {
  to: Address
  data: Hex
  /** Wei sent along; none where it is left out. */
  value?: bigint
}

/** Who writes, and through what. */
export interface Writer {
  /** Reads, simulates and waits for receipts. */
  client: PublicClient
  /** Signs and sends, as its own account. */
  wallet: WalletClient<Transport, Chain | undefined, Account>
  /** Simulates and sends nothing. */
  dryRun?: boolean
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
