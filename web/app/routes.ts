import { lazy, type ComponentType } from 'react'
import Explore from '../views/explore/Explore.tsx'

export interface View {
  path: string
  view: ComponentType
  /** It needs neither wallet nor chain for its first picture: what does is wrapped where it stands. */
  reads?: boolean
}

/** The views of the page and their addresses, which come after `#`. All come when they are asked for, but the first. */
export const VIEWS: readonly View[] = [
  { path: '/', view: Explore, reads: true },
  { path: '/escrow/:escrow', view: lazy(() => import('../views/outcome/Outcome.tsx')), reads: true },
  { path: '/escrow/:escrow/pledge', view: lazy(() => import('../views/pledge/Pledge.tsx')), reads: true },
  { path: '/escrow/:escrow/claim', view: lazy(() => import('../views/claim/FileClaim.tsx')) },
  { path: '/escrow/:escrow/claim/:key', view: lazy(() => import('../views/outcome/ClaimPage.tsx')) },
  { path: '/escrow/:escrow/claim/:key/break', view: lazy(() => import('../views/claim/FileBreak.tsx')) },
  { path: '/escrow/:escrow/claim/:key/judge', view: lazy(() => import('../views/desk/Judge.tsx')) },
  { path: '/escrow/:escrow/audit', view: lazy(() => import('../views/audit/Audit.tsx')) },
  { path: '/portfolio', view: lazy(() => import('../views/portfolio/Portfolio.tsx')) },
  { path: '/desk', view: lazy(() => import('../views/desk/Desk.tsx')) },
  { path: '/create', view: lazy(() => import('../views/create/Create.tsx')) },
  { path: '/operators', view: lazy(() => import('../views/operators/Operators.tsx')), reads: true },
  { path: '/operators/:operator', view: lazy(() => import('../views/operators/Operator.tsx')) },
  { path: '/settings', view: lazy(() => import('./Settings.tsx')) },
]
