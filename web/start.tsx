import { QueryClient } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { ConnectionError } from '../sdk/errors/ConnectionError.ts'
import './app/base.css'
import { App } from './app/App.tsx'
import { readSite } from './app/readSite.ts'
import { pause } from './app/pause.ts'
import { firstAnswer, loadView } from './app/ready.ts'
import type { Site } from './app/site.ts'
import { Failed } from './parts/states.tsx'
import { text } from './text/en/app.ts'

/** Draws the page into its place. */
export async function start(place: HTMLElement): Promise<void> {
  const root = createRoot(place)
  await pause()
  try {
    // The server's policy forbids frames; a copy on a server without one must not be led around in somebody else's page either.
    if (window.top !== window.self) throw new Error(text.start.framed)
    const [site] = await Promise.all([readSite(), loadView()])
    const queries = newQueries()
    await Promise.all([offerTestWallet(site), firstAnswer(queries, site)])
    await pause()
    root.render(<App site={site} queries={queries} />)
  } catch (error) {
    root.render(
      <main>
        <Failed title={text.start.failed} error={error} />
      </main>,
    )
  }
}

/** The answers of the index. */
function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // A wrong question stays wrong; a connection may come back.
      queries: { retry: (count, error) => error instanceof ConnectionError && count < 2, staleTime: 1_000 },
    },
  })
}

/** On a development chain of this machine only: a wallet of the node's own accounts. */
async function offerTestWallet({ testWallet, rpc, deployment }: Site): Promise<void> {
  if (testWallet === undefined || rpc === undefined) return
  const { announceTestWallet } = await import('./test-wallet/announce.ts')
  announceTestWallet(rpc, deployment.chainId)
}
