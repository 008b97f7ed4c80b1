import type { ComponentType } from 'react'
import Explore from '../views/explore/Explore.tsx'
import { laterView } from './laterView.tsx'

export interface View {
  path: string
  view: ComponentType
  /** It needs neither wallet nor chain for its first picture: what does is wrapped where it stands. */
  reads?: boolean
}

export const Outcome = laterView(() => import('../views/outcome/Outcome.tsx'))
export const Pledge = laterView(() => import('../views/pledge/Pledge.tsx'))

/** The views of the page and their addresses, which come after `#`. All come when they are asked for, but the first. */
export const VIEWS: readonly View[] = [
  { path: '/', view: Explore, reads: true },
  { path: '/escrow/:escrow', view: Outcome, reads: true },
  { path: '/escrow/:escrow/pledge', view: Pledge, reads: true },
  { path: '/escrow/:escrow/claim', view: laterView(() => import('../views/claim/FileClaim.tsx')) },
  { path: '/escrow/:escrow/claim/:key', view: laterView(() => import('../views/outcome/ClaimPage.tsx')) },
  { path: '/escrow/:escrow/claim/:key/break', view: laterView(() => import('../views/claim/FileBreak.tsx')) },
  { path: '/escrow/:escrow/claim/:key/judge', view: laterView(() => import('../views/desk/Judge.tsx')) },
  { path: '/escrow/:escrow/audit', view: laterView(() => import('../views/audit/Audit.tsx')) },
  { path: '/portfolio', view: laterView(() => import('../views/portfolio/Portfolio.tsx')) },
  { path: '/desk', view: laterView(() => import('../views/desk/Desk.tsx')) },
  { path: '/create', view: laterView(() => import('../views/create/Create.tsx')) },
  { path: '/operators', view: laterView(() => import('../views/operators/Operators.tsx')), reads: true },
  { path: '/operators/:operator', view: laterView(() => import('../views/operators/Operator.tsx')) },
  { path: '/settings', view: laterView(() => import('./Settings.tsx')) },
]
