/**
 * The test wallet of `npm run dev`: hands requests to the development node, which has the keys of its accounts, and asks before it does.
 * It announces itself as every wallet does (EIP-6963). The page loads it only where `config.json` says so, which the schema of that file
 * allows for the development chain on this machine alone.
 */
import { numberToHex } from 'viem'
import { choose, confirm } from './ask.ts'
import { text } from '../text/en/testWallet.ts'

const ICON =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"%3E%3Crect width="28" height="28" rx="6" fill="%23d7633c"/%3E%3Cpath d="M7 9h14M14 9v12" stroke="white" stroke-width="3" fill="none"/%3E%3C/svg%3E'
const KEPT = 'lodestone-test-account'

type Request = { method: string; params?: unknown }
type Listener = (value: unknown) => void

/** Announces the wallet, now and whenever a page asks. */
export function announceTestWallet(rpc: string, chainId: number): void {
  const provider = testWallet(rpc, chainId)
  const info = {
    uuid: '6c0de5e1-1d0c-4f3a-9d0e-7e57a11e70ca',
    name: text.name,
    icon: ICON,
    rdns: 'local.lodestone.test',
  }
  const announce = () => {
    const detail = Object.freeze({ info: Object.freeze(info), provider })
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  }
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
}

function testWallet(rpc: string, chainId: number): object {
  const listeners = new Map<string, Set<Listener>>()
  let account = sessionStorage.getItem(KEPT)
  const emit = (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value)
  }
  const accounts = () => (account === null ? [] : [account])
  const request = async ({ method, params }: Request): Promise<unknown> => {
    switch (method) {
      case 'eth_accounts':
        return accounts()
      case 'eth_requestAccounts':
        // Who has given its account to the page is not asked again.
        if (account !== null) return accounts()
        return request({ method: 'wallet_requestPermissions' }).then(accounts)
      case 'wallet_requestPermissions': {
        const all = (await ask(rpc, 'eth_accounts', [])) as string[]
        account = await choose(text.chooseAccount, all)
        if (account === null) throw refused()
        sessionStorage.setItem(KEPT, account)
        emit('accountsChanged', accounts())
        return [{ parentCapability: 'eth_accounts' }]
      }
      case 'wallet_revokePermissions':
        account = null
        sessionStorage.removeItem(KEPT)
        emit('accountsChanged', [])
        return null
      case 'eth_chainId':
        return numberToHex(chainId)
      case 'wallet_switchEthereumChain':
        return null
      case 'eth_sendTransaction':
        if (!(await confirm(text.send, params))) throw refused()
        return ask(rpc, method, params)
      case 'eth_signTypedData_v4':
      case 'personal_sign':
        if (!(await confirm(text.sign, params))) throw refused()
        return ask(rpc, method, params)
      default:
        return ask(rpc, method, params)
    }
  }
  const provider = {
    request,
    on(event: string, listener: Listener) {
      const all = listeners.get(event) ?? new Set()
      listeners.set(event, all.add(listener))
      return provider
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener)
      return provider
    },
  }
  return provider
}

function refused(): Error & { code: number } {
  return Object.assign(new Error(text.refused), { code: 4001 })
}

async function ask(rpc: string, method: string, params: unknown): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: params ?? [] })
  const response = await fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const answer = (await response.json()) as {
    result?: unknown
    error?: { code: number; message: string; data?: unknown }
  }
  if (answer.error !== undefined) throw Object.assign(new Error(answer.error.message), answer.error)
  return answer.result
}
