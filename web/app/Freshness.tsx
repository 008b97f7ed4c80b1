import { useEffect } from 'react'
import { tellChainTime } from '../chain/now.ts'
import { useIndexStatus } from '../data/questions/escrows.ts'
import { Notice } from '../parts/basics.tsx'
import { ErrorText } from '../parts/states.tsx'
import { text } from '../text/en/app.ts'

/** Blocks that the index may be behind before the page says so. */
const FAR = 5

/** Says so when what the page shows is old. */
export function Freshness() {
  const { data, error } = useIndexStatus()
  const time = data?.asOf?.time
  useEffect(() => {
    if (time !== undefined) tellChainTime(time)
  }, [time])
  if (error !== null)
    return (
      <Notice tone="warn" title={text.indexSilent}>
        <ErrorText error={error} />
      </Notice>
    )
  if (data?.asOf === null) return <Notice tone="warn">{text.indexEmpty}</Notice>
  if (data !== null && data !== undefined && data.behind > FAR)
    return <Notice tone="warn">{text.behind(data.behind)}</Notice>
  return null
}
