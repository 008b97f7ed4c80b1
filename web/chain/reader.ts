import { createPublicClient, custom, http, type EIP1193Provider, type PublicClient } from 'viem'
import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useConnection } from 'wagmi'
import { useSite } from '../app/site.ts'
import { chainOf } from '../wallet/connection.ts'
import { useNamedEndpoint } from './endpoint.ts'

/** Milliseconds between questions for a new block. */
const POLL = 1_500

/** Questions of one moment go together, so many at most: each by itself would cost a phone more than its answer. */
const TOGETHER = { batch: { batchSize: 20 } }

/** What the chain is read through: said wherever its figures are shown. */
export interface Reader {
  client: PublicClient
  /** `named`: an endpoint that the visitor wrote; `wallet`: the wallet's; `site`: the one that this site offers. */
  through: 'named' | 'wallet' | 'site'
}

/** Reads the chain through what the visitor trusts most: its own endpoint, its wallet, else the site's. Undefined where there is none. */
export function useReader(): Reader | undefined {
  const site = useSite()
  const named = useNamedEndpoint()
  const provider = useProvider()
  return useMemo(() => {
    const settings = { chain: chainOf(site), pollingInterval: POLL, cacheTime: 0 }
    if (named !== undefined)
      return { client: createPublicClient({ ...settings, transport: http(named, TOGETHER) }), through: 'named' }
    if (provider !== undefined)
      return { client: createPublicClient({ ...settings, transport: custom(provider) }), through: 'wallet' }
    if (site.rpc !== undefined)
      return { client: createPublicClient({ ...settings, transport: http(site.rpc, TOGETHER) }), through: 'site' }
    return undefined
  }, [site, named, provider])
}

/** The connected wallet, while it is on the site's chain. */
export function useProvider(): EIP1193Provider | undefined {
  const site = useSite()
  const { connector, status, chainId } = useConnection()
  const usable = status === 'connected' && chainId === site.deployment.chainId
  const { data } = useQuery({
    queryKey: ['provider', connector?.uid],
    queryFn: async () => ((await connector?.getProvider()) ?? null) as EIP1193Provider | null,
    enabled: usable,
    staleTime: Infinity,
    structuralSharing: false,
  })
  return usable ? (data ?? undefined) : undefined
}
