import { isAddressEqual, isHex, parseTransaction, recoverTransactionAddress, serializeTransaction } from 'viem'
import type { Address, Hex, TransactionSerialized } from 'viem'
import type { Signer } from './signer.ts'
import type { TransactionSigner, UnsignedTransaction } from './transactionSigner.ts'
import { HALF_ORDER, WrongSignature } from './verifySignature.ts'

/** Signs transactions with a signer that is not believed: what comes back is what was asked for, by its account, or refused. */
export function transactionSigner(signer: Signer): TransactionSigner {
  const { address } = signer.account
  return {
    address,
    /** @throws {WrongSignature} when it signed another transaction or as somebody else. */
    sign: async (transaction) => {
      const { maxFeePerGas, maxPriorityFeePerGas, ...rest } = transaction
      const raw = await signer.sign({ ...rest, value: 0n, fees: { maxFeePerGas, maxPriorityFeePerGas } })
      if (raw === undefined) throw new WrongSignature('it signs only what it sends itself; name another signer')
      await verifyTransaction(raw, transaction, address)
      return raw
    },
  }
}

/** @throws {WrongSignature} unless `raw` is exactly this transaction, signed by `address`. */
async function verifyTransaction(raw: unknown, asked: UnsignedTransaction, address: Address): Promise<void> {
  if (!isHex(raw)) throw new WrongSignature('it is no signed transaction')
  const { r, s, yParity } = signatureIn(raw)
  if (BigInt(s) > HALF_ORDER) throw new WrongSignature('its s is high')
  const expected = serializeTransaction({ ...asked, type: 'eip1559' }, { r, s, yParity })
  if (raw.toLowerCase() !== expected) {
    throw new WrongSignature('it signed another transaction than the one that was asked for')
  }
  const by = await recoverTransactionAddress({ serializedTransaction: expected }).catch(() => undefined)
  if (by === undefined || !isAddressEqual(by, address)) {
    throw new WrongSignature(`the transaction is not signed by ${address}`)
  }
}

function signatureIn(raw: Hex): { r: Hex; s: Hex; yParity: number } {
  const { r, s, yParity } = parse(raw)
  if (r === undefined || s === undefined || yParity === undefined) {
    throw new WrongSignature('the transaction is not signed')
  }
  return { r, s, yParity }
}

function parse(raw: Hex) {
  try {
    return parseTransaction(raw as TransactionSerialized)
  } catch {
    throw new WrongSignature('it is no signed transaction')
  }
}
