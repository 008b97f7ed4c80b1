/** Calls, and the signed transactions they become: one object for all EVMs. */
import { Mainnet, createCustomCommon } from '@ethereumjs/common'
import type { TypedTransaction } from '@ethereumjs/tx'
import { createAccessList2930Tx, createEOACode7702Tx, createFeeMarket1559Tx, createLegacyTx } from '@ethereumjs/tx'
import { createAddressFromString, eoaCode7702SignAuthorization } from '@ethereumjs/util'
import { CHAIN_ID, CONTRACTS, HARDFORK, type Hex, type Role, accountOf } from './chain.ts'

/** One transaction before it is signed. `entry` names the entry point for counts and reports. */
export interface Call {
  entry: string
  from: Role
  /** `undefined`: `data` creates a contract. */
  to: Hex | undefined
  data: Hex
  value?: bigint
  gasLimit?: bigint
  /** Transaction type: 0 legacy, 1 with access list, 2 (default) EIP-1559, 4 setting the code of `delegated`. */
  type?: 0 | 1 | 2 | 4
}

/** Calls that are mined in one block at unix second `at`. */
export interface Step {
  at: bigint
  calls: Call[]
}

/** The rules as `@ethereumjs` names them. */
export const common = () => createCustomCommon({ chainId: CHAIN_ID }, Mainnet, { hardfork: HARDFORK })

const COMMON = common()
const GAS_LIMIT = 3_000_000n
const GAS_PRICE = 10n ** 10n

/** Next nonce of each account. */
export type Nonces = Map<Role, number>

/** Signs `call` with the next nonce of its sender. One object for both EVMs: EDR gets it serialised. */
export function sign(call: Call, nonces: Nonces): TypedTransaction {
  const { privateKey, publicKey } = accountOf(call.from)
  const nonce = nonces.get(call.from) ?? 0
  nonces.set(call.from, nonce + 1)
  const body = { nonce, gasLimit: call.gasLimit ?? GAS_LIMIT, data: call.data, value: call.value ?? 0n }
  const to = call.to === undefined ? {} : { to: createAddressFromString(call.to) }
  const typed = { ...body, ...to, chainId: BigInt(CHAIN_ID) }
  const fees = { maxFeePerGas: GAS_PRICE, maxPriorityFeePerGas: 1_000_000n }
  const signed = unsigned().sign(privateKey)
  // Known to us; otherwise the JavaScript EVM would spend most of its time on recovering it. EDR does recover it.
  signed.cache.senderPubKey = publicKey
  return signed

  function unsigned(): TypedTransaction {
    const opts = { common: COMMON }
    if (call.type === 0) return createLegacyTx({ ...body, ...to, gasPrice: GAS_PRICE }, opts)
    if (call.type === 1) {
      const accessList = call.to === undefined ? [] : [{ address: call.to, storageKeys: [] }]
      return createAccessList2930Tx({ ...typed, gasPrice: GAS_PRICE, accessList }, opts)
    }
    if (call.type === 4) {
      return createEOACode7702Tx({ ...typed, ...fees, authorizationList: [delegation(nonces)] }, opts)
    }
    return createFeeMarket1559Tx({ ...typed, ...fees }, opts)
  }
}

/** Lets `delegated` run the code of a contract that takes everything for signed (EIP-7702). */
function delegation(nonces: Nonces) {
  const nonce = nonces.get('delegated') ?? 0
  nonces.set('delegated', nonce + 1)
  const item = { chainId: toHex(CHAIN_ID), address: CONTRACTS.permissive, nonce: toHex(nonce) }
  return eoaCode7702SignAuthorization(item, accountOf('delegated').privateKey)
}

const toHex = (value: number): Hex => (value === 0 ? '0x' : `0x${value.toString(16)}`)
