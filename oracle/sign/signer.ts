import type { Address, Hex, LocalAccount } from 'viem'

/** A transaction with all its fields, ready to be signed. Amounts and prices in wei. */
export interface Prepared {
  chainId: number
  nonce: number
  to: Address
  data: Hex
  value: bigint
  gas: bigint
  fees: { gasPrice: bigint } | { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }
}

/** Who signs: a keystore, a remote signer, or a plain key. */
export interface Signer {
  /** Signs messages and typed data; its address is who acts. */
  account: LocalAccount
  /** The signed transaction; undefined where this signer only signs what it sends itself. */
  sign(transaction: Prepared): Promise<Hex | undefined>
  /** Has the signer send a transaction by its own endpoint. @returns its hash. */
  send?(transaction: Prepared): Promise<Hex>
}
