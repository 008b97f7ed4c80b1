import { startTransition, useEffect, useState } from 'react'

/** Whether what this stands in has been drawn: what is below the first picture comes after it, in pieces. */
export function useDrawn(): boolean {
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => {
    startTransition(() => {
      setDrawn(true)
    })
  }, [])
  return isDrawn
}
