import { startTransition, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app/base.css'
import { App } from './app/App.tsx'
import { readSite } from './app/readSite.ts'
import { applyScheme, readScheme } from './app/scheme.ts'
import type { Site } from './app/site.ts'
import { Failed } from './parts/states.tsx'
import { text } from './text/en/app.ts'

/** Draws the page. */
export async function start(): Promise<void> {
  applyScheme(readScheme())
  const place = document.getElementById('page')
  if (place === null) throw new TypeError('The document has no place for the page.')
  const root = createRoot(place)
  try {
    // The server's policy forbids frames; a copy on a server without one must not be led around in somebody else's page either.
    if (window.top !== window.self) throw new Error(text.start.framed)
    const site = await readSite()
    await offerTestWallet(site)
    // Drawn in pieces: a slow phone stays awake meanwhile.
    startTransition(() => {
      root.render(
        <StrictMode>
          <App site={site} />
        </StrictMode>,
      )
    })
  } catch (error) {
    root.render(
      <main>
        <Failed title={text.start.failed} error={error} />
      </main>,
    )
  }
}

/** On a development chain of this machine only: a wallet of the node's own accounts. */
async function offerTestWallet({ testWallet, rpc, deployment }: Site): Promise<void> {
  if (testWallet === undefined || rpc === undefined) return
  const { announceTestWallet } = await import('./test-wallet/announce.ts')
  announceTestWallet(rpc, deployment.chainId)
}
