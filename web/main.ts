/**
 * The first that runs: it is small, and asks for all that the first picture needs at once, each of which would otherwise wait for the one
 * before. The page itself is start.tsx.
 */
import { askAhead, viewOf } from './app/ahead.ts'

askAhead()
void import('./start.tsx').then(({ start }) => start())
// The code of the view comes beside the page's, not after it.
const view = viewOf(location.hash)
if (view === 'outcome') void import('./views/outcome/Outcome.tsx')
if (view === 'pledge') void import('./views/pledge/Pledge.tsx')
