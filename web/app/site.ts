import { createContext, useContext } from 'react'
import type { PageConfig } from '../../sdk/model/pageConfig.ts'

/** Where the page is and what it reads. */
export interface Site extends Omit<PageConfig, 'index'> {
  /** Where the index answers: an absolute URL. */
  index: string
}

export const SiteContext = createContext<Site | undefined>(undefined)

/** The site of the page. */
export function useSite(): Site {
  const site = useContext(SiteContext)
  if (site === undefined) throw new TypeError('There is no site around this.')
  return site
}
