/** The draft that is being written, for all its fields. */
import { createContext, useContext } from 'react'
import type { Token } from '../../../sdk/model/amount.ts'
import type { DocumentFault } from '../../../sdk/model/draftReader.ts'
import type { Read } from '../../../sdk/model/draft.ts'
import type { Draft } from './documents.ts'
import type { Json } from './json.ts'
import type { Step } from './steps.ts'

export type DocumentName = 'outcome' | 'sheet'

export interface Writing {
  draft: Draft
  /** Everything that is wrong with it. */
  faults: readonly DocumentFault[]
  /** What it means, once nothing is wrong. */
  read: Read | undefined
  /** As far as it is known: by the chain, else by what the documents say. */
  token: Token
  /** Whether the chain knows the token; undefined until it was asked. */
  isToken: boolean | undefined
  /** Unix seconds from which durations to a moment count. */
  now: bigint
  set: (document: DocumentName, path: string, value: Json | undefined) => void
  replace: (draft: Draft) => void
  /** What is wrong at a path, once the visitor has been there. */
  faultAt: (document: DocumentName, path: string) => string | undefined
  visit: (document: DocumentName, path: string) => void
  go: (step: Step) => void
  clear: () => void
}

export const WritingContext = createContext<Writing | undefined>(undefined)

export function useWriting(): Writing {
  const writing = useContext(WritingContext)
  if (writing === undefined) throw new TypeError('There is no draft around this.')
  return writing
}
