/** Wallets that the browser has: each announces itself (EIP-6963), older ones sit in `window.ethereum`. */
import { defineChain, type Chain } from 'viem'
import {
  createConfig,
  createStorage,
  deserialize,
  injected,
  unstable_connector,
  fallback,
  http,
  type Config,
} from 'wagmi'
import { keep, recall } from '../app/memory.ts'
import type { Site } from '../app/site.ts'
import { storageKey } from './wanted.ts'

/** The chain of the site, as wallets and viem know chains. */
export function chainOf({ deployment, chain, currency, rpc, explorer }: Site): Chain {
  return defineChain({
    id: deployment.chainId,
    name: chain,
    nativeCurrency: { name: currency.symbol, ...currency },
    rpcUrls: { default: { http: rpc === undefined ? [] : [rpc] } },
    ...(explorer === undefined ? {} : { blockExplorers: { default: { name: 'explorer', url: explorer } } }),
  })
}

/** The connection to the visitor's wallet, which is remembered. Nothing is asked of a wallet before the visitor chooses it. */
export function makeConnection(site: Site): Config {
  const chain = chainOf(site)
  const throughWallet = unstable_connector(injected)
  return createConfig({
    chains: [chain],
    connectors: [injected()],
    multiInjectedProviderDiscovery: true,
    storage: createStorage({ storage: memory, deserialize: deserialized, key: storageKey(chain.id) }),
    transports: {
      [chain.id]: site.rpc === undefined ? throughWallet : fallback([throughWallet, http(site.rpc)], { rank: false }),
    },
  })
}

const memory = {
  getItem: (name: string) => recall(name) ?? null,
  setItem: (name: string, text: string) => {
    keep(name, text)
  },
  removeItem: (name: string) => {
    keep(name, undefined)
  },
}

/** What was changed counts as nothing: the wallet is chosen again. */
function deserialized(text: string): unknown {
  try {
    return deserialize(text)
  } catch {
    return null
  }
}
