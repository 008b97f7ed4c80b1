/**
 * A visitor's wallet: it announces itself to the page as wallets do (EIP-6963), its keys stay in the test, and it signs with them for a
 * real node. The test says what the person at the wallet does.
 */
import type { BrowserContext, Page } from 'playwright-core'
import { createPublicClient, hexToString, http, numberToHex, type Address, type Hex, type LocalAccount } from 'viem'

declare global {
  interface Window {
    askTestWallet: (method: string, params: unknown) => Promise<{ result?: unknown; error?: { message: string } }>
  }
}

interface Asked {
  to?: Address
  data?: Hex
  value?: Hex
  gas?: Hex
}

export interface TestWallet {
  readonly name: string
  /** Every request that needs the person, in order. */
  readonly asked: string[]
  /** The last transaction that was sent. */
  last: Hex | undefined
  /** The next request that needs the person is refused; of this method where one is named; once so many of these were agreed to. */
  refuseNext(method?: string, agreed?: number): void
  /** Once the page has seen the next transaction, the person sends another in its place: the same one for more gas, or nothing. */
  replaceNext(by: 'the same' | 'nothing'): void
  /** Waits until it is replaced. */
  replaced(): Promise<void>
  /** Another account is chosen in the wallet. */
  changeAccount(account: LocalAccount): Promise<void>
  /** Another network is chosen in the wallet. */
  changeChain(id: number): Promise<void>
}

const REFUSED = { code: 4001, message: 'User rejected the request.' }

/** Gives the pages of `context` a wallet. Nothing is told of its account before it is asked and says yes. */
export async function giveWallet(
  context: BrowserContext,
  rpc: string,
  first: LocalAccount,
  name = 'Wallet of the test',
): Promise<TestWallet> {
  const client = createPublicClient({ transport: http(rpc), cacheTime: 0 })
  const real = await client.getChainId()
  let [account, chain, isShown] = [first, real, false]
  /** The method that is refused next; `any` = whichever it is. */
  let refused: string | undefined
  let agreedFirst = 0
  let replacing: 'the same' | 'nothing' | undefined
  let [isReplaced, onReplaced]: [Promise<void>, () => void] = [Promise.resolve(), () => undefined]
  let sightings = 0
  /** What the page may see replaced, by its hash. */
  const replaceable = new Map<Hex, () => Promise<unknown>>()
  const asked: string[] = []
  const pages = new Set<Page>()

  /** What the person says to a request. */
  const agree = (method: string): void => {
    asked.push(method)
    if ((refused !== 'any' && refused !== method) || agreedFirst-- > 0) return
    refused = undefined
    throw Object.assign(new Error(REFUSED.message), REFUSED)
  }
  const emit = async (event: string, value: unknown): Promise<void> => {
    for (const page of pages) {
      if (page.isClosed()) continue
      const tell = ([kind, said]: [string, unknown]) => {
        window.dispatchEvent(new CustomEvent('test-wallet', { detail: [kind, said] }))
      }
      await page.evaluate(tell, [event, value] as [string, unknown])
    }
  }
  const send = async ({ to, data, value, gas }: Asked): Promise<Hex> => {
    const call = { ...(to === undefined ? {} : { to }), ...(data === undefined ? {} : { data }) }
    const sent = { ...call, ...(value === undefined ? {} : { value: BigInt(value) }) }
    const signer = account
    const { address } = signer
    const base = {
      type: 'legacy',
      chainId: real,
      gas: gas === undefined ? await client.estimateGas({ account: address, ...sent }) : BigInt(gas),
      nonce: await client.getTransactionCount({ address, blockTag: 'pending' }),
    } as const
    const gasPrice = ((await client.getGasPrice()) * 12n) / 10n
    const raw = async (transaction: Parameters<LocalAccount['signTransaction']>[0]): Promise<Hex> =>
      client.request({ method: 'eth_sendRawTransaction', params: [await signer.signTransaction(transaction)] })
    const hash = await raw({ ...base, ...sent, gasPrice })
    if (replacing !== undefined) {
      const instead = replacing === 'the same' ? sent : { to: address, value: 0n }
      replacing = undefined
      replaceable.set(hash, () => raw({ ...base, ...instead, gasPrice: gasPrice * 2n }))
    }
    return hash
  }
  const wallet: TestWallet = {
    name,
    asked,
    last: undefined,
    refuseNext: (method = 'any', agreed = 0) => {
      refused = method
      agreedFirst = agreed
    },
    replaceNext: (by) => {
      replacing = by
      sightings = 0
      isReplaced = new Promise((resolve) => {
        onReplaced = resolve
      })
    },
    replaced: () => isReplaced,
    changeAccount: async (next) => {
      account = next
      await emit('accountsChanged', isShown ? [account.address] : [])
    },
    changeChain: async (id) => {
      chain = id
      await emit('chainChanged', numberToHex(id))
    },
  }
  const answer = async (method: string, params: unknown): Promise<unknown> => {
    const given = (params ?? []) as unknown[]
    switch (method) {
      case 'eth_accounts':
        return isShown ? [account.address] : []
      case 'eth_requestAccounts':
        if (!isShown) agree(method)
        isShown = true
        return [account.address]
      case 'wallet_requestPermissions':
        agree(method)
        isShown = true
        return [
          {
            parentCapability: 'eth_accounts',
            caveats: [{ type: 'restrictReturnedAccounts', value: [account.address] }],
          },
        ]
      case 'wallet_revokePermissions':
        isShown = false
        return null
      case 'eth_chainId':
        return numberToHex(chain)
      case 'wallet_switchEthereumChain': {
        agree(method)
        const [{ chainId }] = given as [{ chainId: Hex }]
        await wallet.changeChain(Number(chainId))
        return null
      }
      case 'eth_sendTransaction':
        agree(method)
        return (wallet.last = await send(given[0] as Asked))
      case 'eth_signTypedData_v4': {
        agree(method)
        return account.signTypedData(JSON.parse(String(given[1])) as Parameters<typeof account.signTypedData>[0])
      }
      case 'personal_sign':
        agree(method)
        return account.signMessage({ message: hexToString(given[0] as Hex) })
      case 'eth_getTransactionByHash': {
        const seen = await client.request({ method, params: given as [Hex] })
        const replace = replaceable.get(given[0] as Hex)
        // The page remembers its number, and viem what it does: each asks once.
        if (seen !== null && replace !== undefined && ++sightings === 2) {
          replaceable.delete(given[0] as Hex)
          setTimeout(() => void replace().then(onReplaced), 200)
        }
        return seen
      }
      default:
        return client.request({ method, params: given } as never)
    }
  }
  await context.exposeBinding('askTestWallet', async ({ page }, method: string, params: unknown) => {
    pages.add(page)
    try {
      return { result: await answer(method, params) }
    } catch (error) {
      const { code = -32603, message = 'failed', data } = error as { code?: number; message?: string; data?: unknown }
      return { error: { code, message, data: dataIn(error) ?? data } }
    }
  })
  // The test runner's compiler marks functions with it.
  await context.addInitScript({ content: 'globalThis.__name = (marked) => marked' })
  await context.addInitScript(announce, name)
  return wallet
}

/** The data of a revert, however deep viem has put it. */
function dataIn(error: unknown): unknown {
  for (let at = error; typeof at === 'object' && at !== null; at = (at as { cause?: unknown }).cause) {
    if ('data' in at && typeof at.data === 'string') return at.data
  }
  return undefined
}

/** Runs in the page. */
function announce(name: string): void {
  const listeners: Record<string, Set<(value: unknown) => void>> = {}
  window.addEventListener('test-wallet', (event) => {
    const [kind, value] = (event as CustomEvent<[string, unknown]>).detail
    for (const listener of listeners[kind] ?? []) listener(value)
  })
  const provider = {
    async request({ method, params }: { method: string; params?: unknown }) {
      const { result, error } = await window.askTestWallet(method, params)
      if (error !== undefined) throw Object.assign(new Error(error.message), error)
      return result
    },
    on(event: string, listener: (value: unknown) => void) {
      ;(listeners[event] ??= new Set()).add(listener)
      return provider
    },
    removeListener(event: string, listener: (value: unknown) => void) {
      listeners[event]?.delete(listener)
      return provider
    },
  }
  const icon = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E'
  const info = { uuid: '350670db-19fa-4704-a166-e52e178b59d2', name, icon, rdns: 'test.wallet' }
  const tell = () => {
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }))
  }
  window.addEventListener('eip6963:requestProvider', tell)
  tell()
}
