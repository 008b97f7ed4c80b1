import {
  createClient,
  getTypesForEIP712Domain,
  http,
  isAddressEqual,
  isHex,
  numberToHex,
  parseTransaction,
  recoverTransactionAddress,
  recoverTypedDataAddress,
  serializeTypedData,
  type Address,
  type Hex,
  type TransactionSerialized,
  type TypedDataDomain,
  type TypedDataParameter,
} from 'viem'
import { toAccount } from 'viem/accounts'
import { z } from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { addressSchema } from '../../sdk/model/schemas.ts'
import { Declined } from './Declined.ts'
import type { Prepared, Signer } from './signer.ts'

/** What signers answer to a method that they do not have: JSON-RPC, EIP-1474, EIP-1193. */
const NO_SUCH_METHOD = new Set([-32601, -32004, 4200])

interface TypedData {
  domain: TypedDataDomain
  types: Record<string, readonly TypedDataParameter[]>
  primaryType: string
  message: Record<string, unknown>
}

/** How the settings are called that name a remote signer, for what is said about it, and how long it is waited for. */
export interface RemoteOptions {
  signer: string
  account: string
  /** Milliseconds for each answer. */
  patience: number
}

/** On the command line. A person may look at what they sign. */
const COMMAND_LINE: RemoteOptions = { signer: '--signer', account: '--account', patience: 10 * 60_000 }

type Request = (method: string, params: readonly unknown[]) => Promise<unknown>

/**
 * A signer in another process, asked by JSON-RPC over HTTP. It speaks Ethereum's usual methods (Frame, Web3Signer, nodes) or Clef's
 * own. What it signs is checked: it may choose other fees, nothing else.
 * @param account which of its accounts; may be left out where it has one.
 * @throws {InputError} for an address that is not safe or an account that it does not have.
 */
export async function remoteSigner(
  url: string,
  account: Address | undefined,
  options: RemoteOptions = COMMAND_LINE,
): Promise<Signer> {
  refuseUnsafe(url, options)
  const request = requestOf(url, options)
  const address = chooseAccount(url, await accountsOf(request), account, options)
  const refuse = (message: string) =>
    new InputError('signature', [{ path: options.signer, value: shown(url), message }])
  return {
    account: toAccount({
      address,
      signMessage: () => Promise.reject(refuse('is not asked to sign messages')),
      signTransaction: () => Promise.reject(refuse('is asked by sign and send only')),
      signTypedData: async (given) => {
        const data = given as TypedData
        const types: TypedData['types'] = { EIP712Domain: getTypesForEIP712Domain(data), ...data.types }
        const text = serializeTypedData({ ...data, types })
        const signature = await firstOf(request, [
          ['eth_signTypedData_v4', [address, text]],
          ['account_signTypedData', [address, JSON.parse(text)]],
        ])
        if (!isHex(signature)) throw refuse('gave no signature')
        const by = await recoverTypedDataAddress({ ...data, signature }).catch(() => undefined)
        if (by === undefined) throw refuse('gave no signature')
        if (!isAddressEqual(by, address)) throw refuse(`signed something else, or as ${by}`)
        return signature
      },
    }),
    sign: async (transaction) => {
      const params = [rpcTransaction(address, transaction)]
      const answer = await firstOf(request, [
        ['eth_signTransaction', params],
        ['account_signTransaction', params],
      ])
      if (answer === undefined) return undefined
      const raw = z
        .union([z.string(), z.object({ raw: z.string() }).transform((one) => one.raw)])
        .safeParse(answer).data
      if (!isHex(raw)) throw refuse('gave no signed transaction')
      await checkSigned(raw, transaction, address, refuse)
      return raw
    },
    send: async (transaction) => {
      const chain = await request('eth_chainId', [])
      if (chain !== numberToHex(transaction.chainId)) {
        throw refuse(`sends to chain ${String(chain)}, not to ${numberToHex(transaction.chainId)}; switch its network`)
      }
      const hash = await request('eth_sendTransaction', [rpcTransaction(address, transaction)])
      if (!isHex(hash)) throw refuse('gave no hash of a transaction')
      return hash
    },
  }
}

/** A signer is asked in the open only on this machine. */
function refuseUnsafe(url: string, { signer }: RemoteOptions): void {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return
  const message = 'is on another machine and not encrypted: anybody between could change what is signed; use https'
  throw new InputError('signer', [{ path: signer, value: shown(url), message }])
}

/** Without the password that may stand in it. */
function shown(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//')
}

function requestOf(url: string, { patience }: RemoteOptions): Request {
  // Never asked twice: a person would be shown the same thing again.
  const client = createClient({ transport: http(url, { retryCount: 0, timeout: patience }) })
  const host = new URL(url).host
  return async (method, params) => {
    try {
      return await client.request({ method, params } as never)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 4001) throw new Declined(`The signer at ${host} was told not to sign. Nothing was sent.`)
      if (error instanceof Error && ['HttpRequestError', 'TimeoutError'].includes(error.name)) {
        throw new ConnectionError(`The signer at ${host} did not answer.`, error)
      }
      throw error
    }
  }
}

/** The answer of the first method that the signer has; undefined if it has none of them. */
async function firstOf(request: Request, calls: readonly (readonly [string, readonly unknown[]])[]): Promise<unknown> {
  for (const [method, params] of calls) {
    try {
      return await request(method, params)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (typeof code !== 'number' || !NO_SUCH_METHOD.has(code)) throw error
    }
  }
  return undefined
}

async function accountsOf(request: Request): Promise<Address[]> {
  const answer = await firstOf(request, [
    ['eth_accounts', []],
    ['account_list', []],
  ])
  return parseInput(z.array(addressSchema, 'is no list of accounts'), answer, 'answer of the signer')
}

function chooseAccount(
  url: string,
  accounts: readonly Address[],
  wanted: Address | undefined,
  names: RemoteOptions,
): Address {
  const [only, second] = accounts
  const wrong = (path: string, value: string, message: string) => new InputError('signer', [{ path, value, message }])
  if (only === undefined) throw wrong(names.signer, shown(url), 'shows no account; unlock it or allow access to one')
  if (wanted === undefined) {
    if (second === undefined) return only
    throw wrong(names.account, '', `say which of the signer's accounts acts: ${accounts.join(', ')}`)
  }
  if (accounts.some((one) => isAddressEqual(one, wanted))) return wanted
  throw wrong(names.account, wanted, `is none of the signer's accounts: ${accounts.join(', ')}`)
}

function rpcTransaction(from: Address, { chainId, nonce, to, data, value, gas, fees }: Prepared): Record<string, Hex> {
  const prices = Object.entries(fees).map(([name, price]) => [name, numberToHex(price)])
  return {
    from,
    to,
    data,
    value: numberToHex(value),
    nonce: numberToHex(nonce),
    gas: numberToHex(gas),
    chainId: numberToHex(chainId),
    ...(Object.fromEntries(prices) as Record<string, Hex>),
  }
}

async function checkSigned(
  raw: Hex,
  asked: Prepared,
  address: Address,
  refuse: (message: string) => InputError,
): Promise<void> {
  const { signed, by } = await read(raw).catch(() => {
    throw refuse('gave no signed transaction')
  })
  const differences = [
    ...(isAddressEqual(by, address) ? [] : ['account']),
    ...(signed.to !== undefined && signed.to !== null && isAddressEqual(signed.to, asked.to) ? [] : ['recipient']),
    ...((signed.data ?? '0x') === asked.data ? [] : ['data']),
    ...((signed.value ?? 0n) === asked.value ? [] : ['value']),
    ...((signed.nonce ?? 0) === asked.nonce ? [] : ['nonce']),
    ...(signed.chainId === asked.chainId ? [] : ['chain']),
  ]
  if (differences.length > 0) throw refuse(`signed another transaction than asked: ${differences.join(', ')} differ`)
}

async function read(raw: Hex) {
  const signed = parseTransaction(raw)
  return { signed, by: await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized }) }
}
