import { useEffect, useState, type ReactNode } from 'react'
import { WagmiContext, type Config } from 'wagmi'
import { reconnect } from 'wagmi/actions'
import { useSite, type Site } from '../app/site.ts'
import { makeConnection } from './connection.ts'
import { wantWallet } from './wanted.ts'

/** One connection serves all that need one. */
const connections = new WeakMap<Site, Config>()

/** What is in here can ask for the visitor's wallet. It comes after the first picture: nothing that is only read waits for it. */
export default function Connected({ children }: { children: ReactNode }) {
  const site = useSite()
  const [connection] = useState(() => connectionOf(site))
  // The header shows the same connection.
  useEffect(wantWallet, [])
  return <WagmiContext value={connection}>{children}</WagmiContext>
}

function connectionOf(site: Site): Config {
  const known = connections.get(site)
  if (known !== undefined) return known
  const made = makeConnection(site)
  connections.set(site, made)
  // The wallet of the last visit, if it still lets this page see its account.
  void reconnect(made)
  return made
}
