import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useLayoutEffect } from 'react'
import { Route, Router, Switch, useLocation } from 'wouter'
import { Loading } from '../parts/states.tsx'
import { Turn } from '../parts/Turn.tsx'
import { text } from '../text/en/app.ts'
import css from './app.module.css'
import { Boundary } from './Boundary.tsx'
import { Footer } from './Footer.tsx'
import { useHashRoute } from './hashRoute.ts'
import { Header } from './Header.tsx'
import { Missing } from './Missing.tsx'
import { PendingPlace } from './PendingPlace.tsx'
import { VIEWS } from './routes.ts'
import { SiteContext, type Site } from './site.ts'

const Connected = lazy(() => import('../wallet/Connected.tsx'))

/** The page, for one site. */
export function App({ site, queries }: { site: Site; queries: QueryClient }) {
  return (
    <SiteContext value={site}>
      <QueryClientProvider client={queries}>
        <Router hook={useHashRoute}>
          <Frame />
        </Router>
      </QueryClientProvider>
    </SiteContext>
  )
}

function Frame() {
  const [path] = useLocation()
  // Another view begins at its top. At once: who goes back is taken by the browser to where they were, right after this.
  useLayoutEffect(() => {
    window.scrollTo(0, 0)
  }, [path])
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main" onClick={skip}>
        {text.skip}
      </a>
      <Header />
      <PendingPlace />
      <main id="main" className={css.main} tabIndex={-1}>
        <Boundary key={path}>
          <Suspense fallback={<Loading lines={6} />}>
            <Switch>
              {VIEWS.map(({ path: at, view: View, reads = false }) => (
                <Route key={at} path={at}>
                  {reads ? (
                    <View />
                  ) : (
                    <Connected>
                      <View />
                    </Connected>
                  )}
                </Route>
              ))}
              <Route component={Missing} />
            </Switch>
          </Suspense>
        </Boundary>
      </main>
      <Turn>
        <Footer />
      </Turn>
    </div>
  )
}

/** The part after `#` is the route: this link must not change it. */
function skip(event: React.MouseEvent): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
