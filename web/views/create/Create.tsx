import { useLayoutEffect, useState } from 'react'
import { keep, recall } from '../../app/memory.ts'
import { Title } from '../../app/Title.tsx'
import { Stack } from '../../parts/basics.tsx'
import { text } from '../../text/en/create.ts'
import type { Draft } from './documents.ts'
import { KEY, readKept, writeKept, type Kept } from './kept.ts'
import { Start } from './Start.tsx'
import { Writer } from './Writer.tsx'

/** Writing an outcome and its terms, from nothing, an example or two files; kept on this device until it is cleared. */
export default function Create() {
  const [kept, setKept] = useState<Kept | undefined>(() => readKept(recall(KEY)))
  // Fields that hold what is being typed begin anew with another draft.
  const [generation, setGeneration] = useState(0)
  // At once: a view that is left in the same moment does nothing more afterwards.
  useLayoutEffect(() => {
    keep(KEY, kept === undefined ? undefined : writeKept(kept))
  }, [kept])
  const begin = (draft: Draft) => {
    setKept({ ...draft, step: 'wanted' })
    setGeneration(generation + 1)
    window.scrollTo(0, 0)
  }
  return (
    <Stack>
      <Title window={text.title} lead={text.lead}>
        {text.title}
      </Title>
      {kept === undefined ? (
        <Start begin={begin} />
      ) : (
        <Writer key={generation} kept={kept} onChange={setKept} onClear={() => setKept(undefined)} />
      )}
    </Stack>
  )
}
