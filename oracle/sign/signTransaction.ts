import { isAddressEqual, isHex, keccak256, parseTransaction, recoverTransactionAddress, serializeTransaction } from 'viem'
import type { Address, Hex, TransactionSerializableEIP1559, TransactionSerialized } from 'viem'
import type { Signer } from './signer.ts'
import type { TransactionSigner, UnsignedTransaction } from './transactionSigner.ts'
import { HALF_ORDER, WrongSignature } from './verifySignature.ts'

/** Signs transactions with a signer that is not believed: what comes back is what was asked for, by its account, or refused. */
export function transactionSigner({ account: { address }, sign }: Signer): TransactionSigner {
  return {
    address,
    /** @throws {WrongSignature} when it signed another transaction or as somebody else. */
    sign: async (transaction) => {
      const { maxFeePerGas, maxPriorityFeePerGas, ...rest } = transaction
      const raw = await sign({ ...rest, value: 0n, fees: { maxFeePerGas, maxPriorityFeePerGas } })
      if (raw === undefined) throw new WrongSignature('it signs only what it sends itself; name another signer')
      await verifyTransaction(raw, transaction, address)
      return raw
    },
  }
}

/** @throws {WrongSignature} unless `raw` is exactly this transaction, signed by `address`. */
async function verifyTransaction(raw: unknown, asked: UnsignedTransaction, address: Address): Promise<void> {
  if (!isHex(raw)) throw new WrongSignature('it is no signed transaction')
  const { signed, by } = await read(raw)
  if (!isAddressEqual(by, address)) throw new WrongSignature(`the transaction is signed by ${by}, not by ${address}`)
  if (signed.s === undefined || BigInt(signed.s) > HALF_ORDER) throw new WrongSignature('its s is high')
  const { r, s, yParity, v, ...content } = signed
  const unsigned = { ...asked, value: 0n, type: 'eip1559' } as const
  if (r === undefined || keccak256(serializeTransaction(content)) !== keccak256(serializeTransaction(unsigned))) {
    throw new WrongSignature('it signed another transaction than the one that was asked for')
  }
}

async function read(raw: Hex): Promise<{ signed: TransactionSerializableEIP1559; by: Address }> {
  try {
    const serializedTransaction = raw as TransactionSerialized
    const signed = parseTransaction(serializedTransaction)
    if (signed.type !== 'eip1559') throw new WrongSignature('it signed a transaction of another type')
    return { signed, by: await recoverTransactionAddress({ serializedTransaction }) }
  } catch (error) {
    throw error instanceof WrongSignature ? error : new WrongSignature('it is no signed transaction')
  }
}
