/**
 * The first that runs: it is small, asks for all that the page needs at once, each of which would otherwise wait for the one before, and
 * draws what is known without any of it. The page itself is start.tsx.
 */
import { askAhead, viewOf } from './app/ahead.ts'
import { drawFirst, sayFailed } from './app/firstPicture.ts'
import { applyScheme, readScheme } from './app/scheme.ts'

askAhead()
const starting = import('./start.tsx')
// The code of the view comes beside the page's, not after it; where it does not come, the page says so.
const view = viewOf(location.hash)
if (view === 'outcome') import('./views/outcome/Outcome.tsx').catch(() => undefined)
if (view === 'pledge') import('./views/pledge/Pledge.tsx').catch(() => undefined)

applyScheme(readScheme())
const place = document.getElementById('page')
if (place !== null) {
  // What is in somebody else's page shows nothing but why.
  if (window.top === window.self) drawFirst(place)
  starting.then(
    ({ start }) => start(place),
    () => sayFailed(place),
  )
}
