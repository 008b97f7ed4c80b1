/** A remote signer as wallets run them, which signs with ethers. */
import { Transaction, Wallet, type TypedDataDomain, type TypedDataField } from 'ethers'
import { forward, RpcFault, rpcServer, type Call, type Endpoint } from './proxy.ts'

interface Rpc {
  to: string
  data: string
  value: string
  nonce: string
  gas: string
  chainId: string
  maxFeePerGas: string
  maxPriorityFeePerGas: string
}

interface TypedData {
  domain: TypedDataDomain
  types: Record<string, TypedDataField[]>
  message: Record<string, unknown>
}

/** `eth` signs by Ethereum's methods, `clef` by Clef's, `sending` only signs what it sends itself. */
export type Dialect = 'eth' | 'clef' | 'sending'

/**
 * @param rpc where a sending signer sends.
 * @param tamper changes what is signed.
 */
export async function remoteSigner(
  keys: string[],
  dialect: Dialect,
  rpc: string,
  tamper: (transaction: Rpc) => Rpc = (transaction) => transaction,
): Promise<Endpoint> {
  const wallets = keys.map((key) => new Wallet(key))
  const walletOf = (address: unknown) =>
    wallets.find((one) => one.address.toLowerCase() === String(address).toLowerCase())!
  const sign = async (params: unknown[]): Promise<string> => {
    const asked = params[0] as Rpc & { from: string }
    const { to, data, value, nonce, gas, chainId, maxFeePerGas, maxPriorityFeePerGas } = tamper(asked)
    const unsigned = {
      type: 2,
      to,
      data,
      value,
      nonce: Number(nonce),
      gasLimit: gas,
      chainId,
      maxFeePerGas,
      maxPriorityFeePerGas,
    }
    return walletOf(asked.from).signTransaction(Transaction.from(unsigned))
  }
  const signTyped = (params: unknown[]) => {
    const data = (typeof params[1] === 'string' ? JSON.parse(params[1]) : params[1]) as TypedData
    const types = Object.entries(data.types).filter(([name]) => name !== 'EIP712Domain')
    return walletOf(params[0]).signTypedData(data.domain, Object.fromEntries(types), data.message)
  }
  const methods: Record<Dialect, Record<string, (params: unknown[]) => Promise<unknown>>> = {
    eth: {
      eth_accounts: async () => wallets.map(({ address }) => address),
      eth_signTransaction: sign,
      eth_signTypedData_v4: signTyped,
    },
    clef: {
      account_list: async () => wallets.map(({ address }) => address.toLowerCase()),
      account_signTransaction: async (params) => ({ raw: await sign(params), tx: {} }),
      account_signTypedData: signTyped,
    },
    sending: {
      eth_accounts: async () => wallets.map(({ address }) => address),
      eth_chainId: () => forward(rpc, { method: 'eth_chainId', params: [] }),
      eth_sendTransaction: async (params) =>
        forward(rpc, { method: 'eth_sendRawTransaction', params: [await sign(params)] }),
      eth_signTypedData_v4: signTyped,
    },
  }
  return rpcServer(async ({ method, params }: Call) => {
    const answer = methods[dialect][method]
    if (answer === undefined) throw new RpcFault({ code: -32601, message: `the method ${method} does not exist` })
    return answer(params)
  })
}
