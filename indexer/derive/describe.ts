import { hexToString, type Hex } from 'viem'
import { z } from 'zod'
import { parseOutcome, type Outcome } from '../../sdk/model/outcome.ts'
import { plain } from './events.ts'

/** What an index shows of an outcome document. */
export interface Description {
  document: string
  /** Whether the document has the form of an outcome document. */
  wellFormed: number
  title: string | null
  summary: string | null
  theme: string | null
  searched: string
}

/** What is looked for in a document of another form: anybody can publish any bytes. */
const looseSchema = z.object({
  title: z.string().optional().catch(undefined),
  summary: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  theme: z.string().optional().catch(undefined),
})

/** Reads a document as it was published. Never throws: whatever its creator wrote, the escrow is shown. */
export function describe(published: Hex): Description {
  const document = plain(hexToString(published))
  const json = parsed(document)
  const outcome = outcomeOf(json)
  const { title, summary, theme } = looseSchema.safeParse(json).data ?? {}
  const said = {
    title: textOf(outcome?.title ?? title),
    summary: textOf([outcome?.summary ?? summary ?? []].flat().join('\n\n')),
    theme: textOf(outcome?.theme ?? theme),
  }
  const searched = [said.title ?? '', said.summary ?? '', said.theme ?? '', outcome?.metric.name ?? '']
  return { document, wellFormed: Number(outcome !== undefined), ...said, searched: searched.join('\n').toLowerCase() }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function outcomeOf(json: unknown): Outcome | undefined {
  try {
    return parseOutcome(json)
  } catch {
    return undefined
  }
}

/** JSON may write a NUL, or half a character, as an escape. */
function textOf(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : plain(text).replaceAll(/\p{Surrogate}/gu, '\uFFFD')
}
