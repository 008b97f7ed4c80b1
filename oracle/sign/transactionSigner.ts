import type { Address, Hex } from 'viem'

/** A transaction with all its fields, ready to be signed. Prices in wei. */
export interface UnsignedTransaction {
  chainId: number
  nonce: number
  to: Address
  data: Hex
  gas: bigint
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}

/** Signs transactions for one account; what it signs is as it was given. */
export interface TransactionSigner {
  address: Address
  sign(transaction: UnsignedTransaction): Promise<Hex>
}
